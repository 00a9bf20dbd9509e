import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** How long delivery may work at one message; what is left then, it puts back into the queue. */
export const deliverTimeout = Duration.minutes(5);

/** The queue between digest and deliver, and where failures are kept for the operator. */
export class Queues extends Construct {
  readonly shards: Queue;
  /** Shards that could not be delivered. */
  readonly undelivered: Queue;
  /** Starts of collect and digest that failed for good. */
  readonly failures: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const kept = { ...secure, retentionPeriod: Duration.days(14) };
    this.undelivered = new Queue(this, 'Undelivered', kept);
    this.failures = new Queue(this, 'Failures', kept);
    this.shards = new Queue(this, 'Shards', {
      ...secure,
      // Six times the function's timeout, as Lambda's documentation asks for
      // (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
      // It is the time, too, after which a shard that can't be sent now is tried again.
      visibilityTimeout: Duration.minutes(6 * deliverTimeout.toMinutes()),
      retentionPeriod: Duration.days(4),
      // The day's quota is free again after 24 hours at the latest: 30 hours of tries.
      deadLetterQueue: { queue: this.undelivered, maxReceiveCount: 60 },
    });
  }
}

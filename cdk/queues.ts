import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** How long delivery may work at one message; what is left then, it puts back into the queue. */
export const deliverTimeout = Duration.minutes(5);

/** A queue that is encrypted and takes TLS only. */
export const secureQueue = (scope: Construct, id: string, props: QueueProps): Queue =>
  new Queue(scope, id, { ...props, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true });

/**
 * How long a message is hidden while a function works at it: six times the function's timeout, as
 * Lambda's documentation asks for (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 */
export const visibilityFor = (timeout: Duration): Duration => Duration.minutes(6 * timeout.toMinutes());

/** The queue between digest and deliver, and where failures are kept for the operator. */
export class Queues extends Construct {
  readonly shards: Queue;
  /** Shards that could not be delivered. */
  readonly undelivered: Queue;
  /** Starts of collect and digest, and bounces and complaints, that failed for good. */
  readonly failures: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.undelivered = secureQueue(this, 'Undelivered', { retentionPeriod: Duration.days(14) });
    this.failures = secureQueue(this, 'Failures', { retentionPeriod: Duration.days(14) });
    Validations.of(this.failures).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is itself where failures end: schedules and asynchronous calls put there what failed in every retry, and an alarm says so.' });
    this.shards = secureQueue(this, 'Shards', {
      // How long a part waits whose worker has crashed; it works at one message, so no others wait behind it.
      // Lambda's six times are for batches, and would keep readers waiting half an hour.
      visibilityTimeout: deliverTimeout.plus(Duration.minutes(1)),
      // An issue that waits for quota or a pause comes back by a message of its own, until it is stale.
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.undelivered, maxReceiveCount: 10 },
    });
  }
}

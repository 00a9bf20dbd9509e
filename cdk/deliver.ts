import { type Function as Lambda, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import type { Mail } from './mail.ts';
import { deliverTimeout, type Queues } from './queues.ts';
import type { Storage } from './storage.ts';

export interface DeliverProps {
  readonly config: Config;
  readonly bundles: string;
  readonly storage: Storage;
  readonly queues: Queues;
  readonly mail: Mail;
}

/** Submits an issue's mails to SES, shard by shard. */
export class Deliver extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, { config, bundles, storage, queues, mail }: DeliverProps) {
    super(scope, id);
    const { workers } = config.deliver;
    const lambda = (this.lambda = lambdaOf(this, 'deliver', bundles, {
      description: `${config.name}: submits the issue to its subscribers, part by part`,
      // A shard's roster and ten messages at a time (bench/deliver.ts); most of the time it waits.
      memorySize: 512,
      timeout: deliverTimeout,
      // It hands itself what is to go on later: without this Lambda takes that for a mistake and ends it after 16 times
      // (https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html). An issue's age ends it here.
      recursiveLoop: RecursiveLoop.ALLOW,
    }));
    storage.grant(lambda, { read: ['issues', 'subscribers'], write: ['deliveries'] });
    mail.grantSend(lambda);
    mail.grantQuota(lambda);
    queues.shards.grantSendMessages(lambda);
    lambda.addEnvironment('QUEUE_URL', queues.shards.queueUrl);
    // A worker with ten messages in flight sends 50 or more a second; where there are more than the rate needs, all just wait longer, and waiting is paid for.
    lambda.addEnvironment('RATE_SHARE', String(1 / workers));
    lambda.addEventSource(
      new SqsEventSource(queues.shards, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: workers }),
    );
  }
}

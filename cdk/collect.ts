import { Duration } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import { type Queues, secureQueue, visibilityFor } from './queues.ts';
import { every, retryStarts, startBySchedule } from './schedule.ts';
import type { Storage } from './storage.ts';

export interface CollectProps {
  readonly config: Config;
  readonly bundles: string;
  readonly storage: Storage;
  readonly queues: Queues;
}

/** Parts of the feeds that are polled at the same time. */
const runs = 5;

/** Lambda's most: slow servers are waited for, and a digest counts on no poll lasting longer. */
const timeout = Duration.minutes(15);

/** Polls the feeds. */
export class Collect extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, { config, bundles, storage, queues }: CollectProps) {
    super(scope, id);
    const lambda = (this.lambda = lambdaOf(this, 'collect', bundles, {
      description: `${config.name}: polls the feeds for new items`,
      // Mostly waits. bench/collect.ts shows what a run needs.
      memorySize: 512,
      timeout,
    }));
    storage.grant(lambda, { write: ['feeds', 'items'] });
    const interval = Duration.minutes(config.collect.everyMinutes);
    // The next poll makes up for this one.
    startBySchedule(this, 'Schedule', lambda, every(interval), { description: `${config.name}: poll the feeds`, worthwhile: interval, failures: queues.failures });
    retryStarts(lambda, interval, queues.failures);
    const feeds = config.sections.reduce((sum, section) => sum + section.feeds.length, 0);
    // A queue that is listened to costs some cents a month, so it is there for those who need it.
    if (feeds > config.collect.feedsPerRun) this.#shareOut(lambda, queues);
  }

  /** The function hands parts of the feeds to itself. */
  #shareOut(lambda: Lambda, queues: Queues): void {
    const parts = secureQueue(this, 'Parts', {
      visibilityTimeout: visibilityFor(timeout),
      // By then the schedule has handed out others.
      retentionPeriod: Duration.hours(6),
      deadLetterQueue: { queue: queues.failures, maxReceiveCount: 3 },
    });
    parts.grantSendMessages(lambda);
    lambda.addEnvironment('QUEUE_URL', parts.queueUrl);
    lambda.addEventSource(new SqsEventSource(parts, { batchSize: 1, maxConcurrency: runs }));
  }
}

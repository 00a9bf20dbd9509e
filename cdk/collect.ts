import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import { every, startBySchedule } from './schedule.ts';
import type { Storage } from './storage.ts';

/** Polls the feeds. */
export class Collect extends Construct {
  constructor(scope: Construct, id: string, { config, bundles, storage, failures }: { config: Config; bundles: string; storage: Storage; failures: IQueue }) {
    super(scope, id);
    const lambda = lambdaOf(this, 'collect', bundles, {
      description: `${config.name}: polls the feeds for new items`,
      // Mostly waits, but parses documents of some megabytes, several at a time.
      memorySize: 1024,
      // Lambda's most: slow servers are waited for, and a digest counts on no poll lasting longer.
      timeout: Duration.minutes(15),
    });
    storage.grant(lambda, { write: ['feeds', 'items'] });
    startBySchedule(this, lambda, every(config.collectEvery), {
      description: `${config.name}: poll the feeds`,
      // The next poll makes up for this one.
      worthwhile: Duration.minutes(config.collectEvery),
      failures,
    });
  }
}

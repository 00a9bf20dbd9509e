import { Duration } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import { everyDay, everyHourAfter, retryStarts, startBySchedule } from './schedule.ts';
import type { Storage } from './storage.ts';

export interface DigestProps {
  readonly config: Config;
  readonly bundles: string;
  readonly storage: Storage;
  readonly failures: IQueue;
  /** Takes the shards to deliver. */
  readonly shards: IQueue;
  readonly baseUrl: string;
}

/** Makes the issue of the day and hands its shards to delivery. */
export class Digest extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, { config, bundles, storage, failures, shards, baseUrl }: DigestProps) {
    super(scope, id);
    const lambda = (this.lambda = lambdaOf(this, 'digest', bundles, {
      description: `${config.name}: makes the issue of the day`,
      // A day's items of hundreds of feeds in memory; a full CPU, as comparing them is work.
      memorySize: 1769,
      timeout: Duration.minutes(5),
    }));
    storage.grant(lambda, { read: ['feeds', 'items', 'subscribers'], write: ['issues'] });
    shards.grantSendMessages(lambda);
    lambda.addEnvironment('QUEUE_URL', shards.queueUrl);
    lambda.addEnvironment('BASE_URL', baseUrl);
    // Later than that, a morning's newsletter is not one any more.
    const { catchUpHours } = config.schedule;
    const worthwhile = Duration.hours(Math.max(1, catchUpHours));
    startBySchedule(this, 'Schedule', lambda, everyDay(config), { description: `${config.name}: make the issue of the day`, worthwhile, failures });
    // Also where nothing is made up: it is this that notes a timetable that has changed.
    startBySchedule(this, 'CatchUp', lambda, everyHourAfter(config), { description: `${config.name}: look for an issue that was missed`, worthwhile: Duration.hours(1), failures, input: { catchUp: true } });
    retryStarts(lambda, worthwhile, failures);
  }
}

import { Duration } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { lambdaOf } from './lambda.ts';
import type { Mail } from './mail.ts';
import { every, retryStarts, startBySchedule } from './schedule.ts';
import type { Storage } from './storage.ts';

export interface WatchProps {
  readonly config: Config;
  readonly bundles: string;
  readonly storage: Storage;
  readonly mail: Mail;
  readonly failures: IQueue;
}

/** How often is looked: alarms count in periods of twice that, so that none is without a look. */
export const watchEvery = Duration.minutes(5);

/** Looks whether the issue is there in time, for the alarms. */
export class Watch extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, { config, bundles, storage, mail, failures }: WatchProps) {
    super(scope, id);
    this.lambda = lambdaOf(this, 'watch', bundles, {
      description: `${config.name}: looks whether the issue is there in time`,
      memorySize: 256,
      timeout: Duration.seconds(30),
    });
    storage.grant(this.lambda, { read: ['issues'] });
    mail.grantQuota(this.lambda);
    startBySchedule(this, 'Schedule', this.lambda, every(watchEvery), { description: `${config.name}: look whether the issue is there`, worthwhile: watchEvery, failures });
    retryStarts(this.lambda, watchEvery, failures);
  }
}

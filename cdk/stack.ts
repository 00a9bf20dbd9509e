import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { Collect } from './collect.ts';
import { Deliver } from './deliver.ts';
import { Digest } from './digest.ts';
import { Feedback } from './feedback.ts';
import { Mail } from './mail.ts';
import { Queues } from './queues.ts';
import { Storage } from './storage.ts';
import { Subscribe } from './subscribe.ts';

export interface DawnpostProps extends StackProps {
  readonly config: Config;
  /** The folder that `bundle` wrote the functions into. */
  readonly bundles: string;
}

/** All of one newsletter, in whatever account and region it is deployed to. */
export class DawnpostStack extends Stack {
  constructor(scope: Construct, id: string, { config, bundles, ...props }: DawnpostProps) {
    super(scope, id, { description: `Dawnpost: ${config.name}`, ...props });
    const storage = new Storage(this, 'Storage', config);
    const queues = new Queues(this, 'Queues');
    const mail = new Mail(this, 'Mail', config);
    const { baseUrl, endpoint } = new Subscribe(this, 'Subscribe', { config, bundles, storage, mail });
    new Collect(this, 'Collect', { config, bundles, storage, queues });
    new Digest(this, 'Digest', { config, bundles, storage, failures: queues.failures, shards: queues.shards, baseUrl });
    new Deliver(this, 'Deliver', { config, bundles, storage, queues, mail });
    new Feedback(this, 'Feedback', { config, bundles, storage, mail, failures: queues.failures });

    const output = (name: string, description: string, value: string) => new CfnOutput(this, name, { description, value });
    output('Pages', 'Where readers join, leave and read past issues', baseUrl);
    if (config.url !== undefined) output('PagesOrigin', `What ${config.url} must lead to`, endpoint);
    output('BucketName', 'Holds everything the newsletter knows', storage.bucket.bucketName);
    output('DeliveryQueue', 'Takes the issues to deliver', queues.shards.queueUrl);
    output('ConfigurationSet', 'How SES sends for this newsletter', mail.configurationSetName);
    output('UndeliveredQueue', 'Shards that could not be delivered', queues.undelivered.queueUrl);
    output('FailuresQueue', 'Polls, issues and bounces that failed in every retry', queues.failures.queueUrl);
    mail.identity.dkimRecords.forEach(({ name, value }, index) => {
      output(`Dkim${index + 1}`, `CNAME record to publish in the DNS of ${mail.domain}`, `${name} CNAME ${value}`);
    });
  }
}

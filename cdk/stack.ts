import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { configPrint } from '../functions/config-print.ts';
import type { Config } from '../functions/config.ts';
import { Alarms } from './alarms.ts';
import { Alerts } from './alerts.ts';
import { Collect } from './collect.ts';
import { Dashboard } from './dashboard.ts';
import { Deliver } from './deliver.ts';
import { Digest } from './digest.ts';
import { Feedback } from './feedback.ts';
import { Mail } from './mail.ts';
import { Queues } from './queues.ts';
import { Storage } from './storage.ts';
import { Subscribe } from './subscribe.ts';
import { Watch } from './watch.ts';

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
    const subscribe = new Subscribe(this, 'Subscribe', { config, bundles, storage, mail });
    const collect = new Collect(this, 'Collect', { config, bundles, storage, queues });
    const digest = new Digest(this, 'Digest', { config, bundles, storage, failures: queues.failures, shards: queues.shards, baseUrl: subscribe.baseUrl });
    const deliver = new Deliver(this, 'Deliver', { config, bundles, storage, queues, mail });
    const feedback = new Feedback(this, 'Feedback', { config, bundles, storage, mail, failures: queues.failures });
    const watch = new Watch(this, 'Watch', { config, bundles, storage, mail, failures: queues.failures });

    const alerts = config.alerts.length > 0 ? new Alerts(this, 'Alerts', config).topic : undefined;
    const others = { digest: digest.lambda, deliver: deliver.lambda, subscribe: subscribe.lambda, feedback: feedback.lambda };
    const { alarms } = new Alarms(this, 'Alarms', { config, queues, collect: collect.lambda, watch: watch.lambda, others: Object.values(others), alerts });
    new Dashboard(this, 'Board', { config, alarms, queues, lambdas: { collect: collect.lambda, ...others, watch: watch.lambda }, apiId: subscribe.apiId });

    const output = (name: string, description: string, value: string) => new CfnOutput(this, name, { description, value });
    output('Pages', 'Where readers join, leave and read past issues', subscribe.baseUrl);
    if (config.url !== undefined && !config.domain.pages) output('PagesOrigin', `What ${config.url} must lead to`, subscribe.endpoint);
    output('BucketName', 'Holds everything the newsletter knows', storage.bucket.bucketName);
    output('DeliveryQueue', 'Takes the issues to deliver', queues.shards.queueUrl);
    output('ConfigurationSet', 'How SES sends for this newsletter', mail.configurationSetName);
    output('UndeliveredQueue', 'Shards that could not be delivered', queues.undelivered.queueUrl);
    output('FailuresQueue', 'Polls, issues and bounces that failed in every retry', queues.failures.queueUrl);
    output('FeedbackTopic', 'Where SES tells of bounces and complaints', feedback.topic.topicArn);
    if (alerts) output('AlertsTopic', 'Who is told of alarms', alerts.topicArn);
    output('Config', 'A print of newsletter.yaml, by which `dawnpost doctor` knows what has changed', configPrint(config));
  }
}

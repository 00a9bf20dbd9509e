import { Aws, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { type Alarm, AlarmStatusWidget, Dashboard as Board, GraphWidget, type IMetric, type IWidget, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { counted, errorLines, reputation } from './metrics.ts';
import type { Queues } from './queues.ts';

export interface DashboardProps {
  readonly config: Config;
  readonly alarms: readonly Alarm[];
  readonly queues: Queues;
  readonly lambdas: Readonly<Record<string, Lambda>>;
  readonly apiId: string;
}

/** Three rows of three: what fits a laptop's screen without scrolling. CloudWatch's grid is 24 wide. */
const cell = { width: 8, height: 5 };

/** The week at a glance: the alarms, what came in, what went out, what went wrong. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { config, alarms, queues, lambdas, apiId }: DashboardProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    const [minutes15, hour] = [Duration.minutes(15), Duration.hours(1)];
    const graph = (title: string, left: IMetric[], right: IMetric[] = []): IWidget => new GraphWidget({ ...cell, title, left, right, leftYAxis: { min: 0 }, rightYAxis: { min: 0 } });
    const ofApi = (metricName: string, label: string) => new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap: { ApiId: apiId }, statistic: Stats.SUM, period: minutes15, label });
    const waiting = (queue: Queues['shards'], label: string) => queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: Stats.MAXIMUM, label });
    const board = new Board(this, 'Widgets', {
      // Dashboards are the account's, those of other regions among them.
      dashboardName: `${Aws.STACK_NAME}-${region}`,
      defaultInterval: Duration.days(7),
      widgets: [
        [
          new AlarmStatusWidget({ ...cell, title: config.name, alarms: [...alarms] }),
          graph('Mails', [counted('Submitted', hour).with({ label: 'submitted' })], [counted('Recipients', hour, Stats.MAXIMUM).with({ label: 'an issue’s recipients' })]),
          graph('SES', [reputation('BounceRate', hour).with({ label: 'bounces, share' }), reputation('ComplaintRate', hour).with({ label: 'complaints, share' })], [counted('QuotaUsedPercent', minutes15, Stats.MAXIMUM).with({ label: 'quota used, %' })]),
        ],
        [
          graph('Feeds', [counted('FeedsPolled', hour).with({ label: 'asked' }), counted('NewItems', hour).with({ label: 'new items' })], [counted('FeedsFailingPercent', hour, Stats.AVERAGE).with({ label: 'failing, %' })]),
          graph('Issues', [counted('Stories', hour, Stats.MAXIMUM).with({ label: 'stories' })], [counted('SilentFeeds', hour, Stats.MAXIMUM).with({ label: 'silent feeds' }), counted('IssueLate', minutes15, Stats.MAXIMUM).with({ label: 'late' })]),
          graph('Queues', [waiting(queues.shards, 'parts to deliver')], [waiting(queues.undelivered, 'undelivered'), waiting(queues.failures, 'failures')]),
        ],
        [
          graph('Functions that failed', Object.entries(lambdas).map(([label, lambda]) => lambda.metricErrors({ period: minutes15, label })), [errorLines(minutes15).with({ label: 'logged errors' })]),
          graph('How long they take, ms', Object.entries(lambdas).map(([label, lambda]) => lambda.metricDuration({ period: minutes15, statistic: Stats.p(95), label }))),
          graph('Pages', [ofApi('Count', 'requests')], [ofApi('4xx', 'refused'), ofApi('5xx', 'failed')]),
        ],
      ],
    });
    new CfnOutput(Stack.of(this), 'Dashboard', { description: 'How the newsletter does', value: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${board.dashboardName}` });
  }
}

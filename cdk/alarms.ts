import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { counted, errorLines, failedRuns, goodRuns, reputation } from './metrics.ts';
import type { Queues } from './queues.ts';

/** One alarm: it goes off where the metric is at the threshold or past it. */
interface Watched {
  readonly id: string;
  /** What is the matter, in a sentence that a mail can begin with. */
  readonly says: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Below the threshold, in place of at it or past it. */
  readonly below?: true;
  /** Periods in a row; one where it is not said. */
  readonly periods?: number;
  /** What no data mean; that nothing has changed, where it is not said. */
  readonly missing?: TreatMissingData;
}

export interface AlarmsProps {
  readonly config: Config;
  readonly queues: Queues;
  readonly collect: Lambda;
  readonly watch: Lambda;
  /** The functions beside these two. */
  readonly others: readonly Lambda[];
  /** Who is told; nobody, where the operator has named no address. */
  readonly alerts: ITopic | undefined;
}

/** What the operator is to hear of before readers do. Each alarm has a heading of its name in docs/runbook.md. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.alarms = watchedOf(props).map(({ id: name, says, metric, threshold, below, periods = 1, missing = TreatMissingData.IGNORE }) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: `${props.config.name}: ${says} What to do: docs/runbook.md#${name.toLowerCase()}`,
        metric,
        threshold,
        comparisonOperator: below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: periods,
        treatMissingData: missing,
      });
      if (props.alerts) {
        const tell = new SnsAction(props.alerts);
        alarm.addAlarmAction(tell);
        alarm.addOkAction(tell);
      }
      return alarm;
    });
  }
}

function watchedOf({ config, queues, collect, watch, others }: AlarmsProps): Watched[] {
  const { watch: limits, deliver } = config;
  const [minutes5, minutes10, minutes15, hour] = [Duration.minutes(5), Duration.minutes(10), Duration.minutes(15), Duration.hours(1)];
  // The queue keeps a message for four days.
  const stalledHours = Math.min(48, deliver.maxAgeHours / 2);
  const pollHours = Math.ceil(config.collect.everyMinutes / 60);
  const days = (n: number): string => (n === 1 ? 'a day' : `${n} days`);
  return [
    { id: 'IssueLate', says: `the issue was not there ${limits.lateAfterMinutes} minutes past its time.`, metric: counted('IssueLate', minutes10, Stats.MAXIMUM), threshold: 1 },
    // Without it no other alarm of ours means anything.
    { id: 'WatchSilent', says: 'nobody looks whether the issue is there: the watch has not run for half an hour.', metric: goodRuns(watch, Duration.minutes(30)), threshold: 1, below: true, missing: TreatMissingData.BREACHING },
    { id: 'CollectFailing', says: 'no feeds were asked for two turns of collect.', metric: counted('FeedsPolled', hour, Stats.SAMPLE_COUNT), threshold: 1, below: true, periods: 2 * pollHours, missing: TreatMissingData.BREACHING },
    { id: 'FeedsFailing', says: 'half of the feeds or more have failed three times in a row.', metric: counted('FeedsFailingPercent', hour, Stats.AVERAGE), threshold: 50 },
    { id: 'FeedsSilent', says: `a feed has failed for ${days(config.collect.silentAfterDays)}, is gone, or has had nothing new for ${days(limits.quietAfterDays)}.`, metric: counted('SilentFeeds', hour, Stats.MAXIMUM), threshold: 1 },
    // Past half of what an issue may be old, the end of the list is in danger of not getting it.
    { id: 'DeliveryStalled', says: `parts of the issue have waited for ${stalledHours} hours.`, metric: queues.shards.metricApproximateAgeOfOldestMessage({ period: minutes5, statistic: Stats.MAXIMUM }), threshold: stalledHours * 3600, missing: TreatMissingData.NOT_BREACHING },
    { id: 'Undelivered', says: 'a part of an issue could not be delivered and was put aside.', metric: queues.undelivered.metricApproximateNumberOfMessagesVisible({ period: minutes5, statistic: Stats.MAXIMUM }), threshold: 1, missing: TreatMissingData.NOT_BREACHING },
    { id: 'Failures', says: 'a start, a bounce or a complaint failed in every retry and was put aside.', metric: queues.failures.metricApproximateNumberOfMessagesVisible({ period: minutes5, statistic: Stats.MAXIMUM }), threshold: 1, missing: TreatMissingData.NOT_BREACHING },
    { id: 'FunctionErrors', says: 'a function has failed.', metric: failedRuns([collect, ...others], minutes15), threshold: 1, missing: TreatMissingData.NOT_BREACHING },
    { id: 'LoggedErrors', says: 'a function has logged an error.', metric: errorLines(minutes5), threshold: 1, missing: TreatMissingData.NOT_BREACHING },
    // SES reviews an account at 5 % and 0.1 % (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html).
    { id: 'BounceRate', says: '4 % of the account’s mails bounce; at 5 % SES reviews an account.', metric: reputation('BounceRate', hour), threshold: 0.04 },
    { id: 'ComplaintRate', says: '0.08 % of the account’s mails are called spam; at 0.1 % SES reviews an account.', metric: reputation('ComplaintRate', hour), threshold: 0.0008 },
    { id: 'QuotaUsed', says: `${limits.quotaPercent} % of what SES sends for you in 24 hours is used.`, metric: counted('QuotaUsedPercent', minutes10, Stats.MAXIMUM), threshold: limits.quotaPercent },
  ];
}

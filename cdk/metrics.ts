/** What is counted of a newsletter: the metrics that alarms and the dashboard are made of. */
import { Aws, type Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { loggedErrors } from './lambda.ts';

/** A metric that a function writes (functions/aws/metrics.ts), by its name there. */
export const counted = (metricName: string, period: Duration, statistic: string = Stats.SUM): Metric =>
  new Metric({ namespace: 'Dawnpost', metricName, dimensionsMap: { newsletter: Aws.STACK_NAME }, statistic, period });

/** Lines of level ERROR, of all functions. */
export const errorLines = (period: Duration): Metric =>
  new Metric({ namespace: loggedErrors.metricNamespace, metricName: loggedErrors.metricName, statistic: Stats.SUM, period });

/** How SES sees the account: a share between 0 and 1 (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html). It is by this that SES stops an account. */
export const reputation = (kind: 'BounceRate' | 'ComplaintRate', period: Duration): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName: `Reputation.${kind}`, statistic: Stats.MAXIMUM, period });

/** Runs of a function that came to their end. */
export const goodRuns = (lambda: Lambda, period: Duration): MathExpression =>
  new MathExpression({
    expression: 'FILL(runs, 0) - FILL(errors, 0)',
    usingMetrics: { runs: lambda.metricInvocations({ period }), errors: lambda.metricErrors({ period }) },
    label: 'runs that came to their end',
    period,
  });

/** Runs that failed, of all these functions. */
export const failedRuns = (lambdas: readonly Lambda[], period: Duration): IMetric => {
  const usingMetrics = Object.fromEntries(lambdas.map((lambda, n) => [`f${n}`, lambda.metricErrors({ period })]));
  return new MathExpression({ expression: `SUM([${Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`).join(', ')}])`, usingMetrics, label: 'runs that failed', period });
};

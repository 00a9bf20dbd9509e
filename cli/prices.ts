/**
 * US dollars, us-east-1, list prices as of 2026; docs/costs.md names the sources.
 * S3 prices LIST as PUT; Lambda on ARM, a second of one GB; CloudWatch by the
 * month, logs by the GB taken in.
 */
export const price = {
  put: 0.005 / 1000,
  get: 0.0004 / 1000,
  sqs: 0.4 / 1e6,
  mail: 0.1 / 1000,
  /** On SES's plan Essentials, the first 10 million of a month, and more. */
  mailOnEssentials: 0.16 / 1000,
  mailOnEssentialsMore: 0.14 / 1000,
  lambdaSecond: 0.0000133334,
  lambdaStart: 0.2 / 1e6,
  alarm: 0.1,
  metric: 0.3,
  dashboard: 3,
  logs: 0.5,
};

/** What AWS gives an account each month, without end, for all that runs in it. */
export const free = { sqs: 1e6, lambdaSeconds: 400_000, lambdaStarts: 1e6, alarms: 10, metrics: 10, dashboards: 3, logs: 5 };

/** What so many requests cost. */
export function dollarsOf({ put = 0, get = 0, sqs = 0, mails = 0 }: { readonly put?: number; readonly get?: number; readonly sqs?: number; readonly mails?: number }): { readonly s3: number; readonly sqs: number; readonly ses: number } {
  return { s3: put * price.put + get * price.get, sqs: sqs * price.sqs, ses: mails * price.mail };
}

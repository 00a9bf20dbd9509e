/** US dollars, us-east-1, list prices without the free tier (aws.amazon.com pricing pages of S3, SQS, SES). S3 prices LIST as PUT. */
const price = { put: 0.005 / 1000, get: 0.0004 / 1000, sqs: 0.4 / 1e6, mail: 0.1 / 1000 };

/** What so many requests cost. */
export function dollarsOf({ put = 0, get = 0, sqs = 0, mails = 0 }: { readonly put?: number; readonly get?: number; readonly sqs?: number; readonly mails?: number }): { readonly s3: number; readonly sqs: number; readonly ses: number } {
  return { s3: put * price.put + get * price.get, sqs: sqs * price.sqs, ses: mails * price.mail };
}

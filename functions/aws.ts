/**
 * The ports as a Lambda gets them: region and credentials from the environment
 * that AWS gives it, names of resources from the variables that the stack sets.
 * Here and in `aws/`, and nowhere else, AWS clients are imported.
 */
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { sesMailer } from './aws/mailer.ts';
import { sqsQueue } from './aws/queue.ts';
import { s3Store } from './aws/store.ts';
import type { Mailer, Queue, Store } from './ports.ts';

/** Without `throwOnRequestTimeout` the SDK only warns when an answer takes longer than that. */
const within = (milliseconds: number) => ({
  connectionTimeout: 3000,
  requestTimeout: milliseconds,
  throwOnRequestTimeout: true,
});

/**
 * Without the checksum that the SDK adds to each write unasked: signing hashes
 * the body already, S3 takes a checksum of its own of what it stores
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html),
 * and a ledger is written for every window.
 */
export const s3Client = (): S3Client =>
  new S3Client({ maxAttempts: 5, requestHandler: within(10_000), requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' });

/** One attempt: SES has no idempotency key, so an SDK's retry would repeat a mail unseen. */
export const sesClient = (): SESClient => new SESClient({ maxAttempts: 1, requestHandler: within(10_000) });

export const sqsClient = (): SQSClient => new SQSClient({ maxAttempts: 5, requestHandler: within(10_000) });

export const bucketStore = (bucket: string): Store => s3Store(s3Client(), bucket);

/** The bucket of the variable BUCKET. */
export const awsStore = (): Store => bucketStore(variable('BUCKET'));

/** SES with the configuration set of the variable CONFIGURATION_SET, if there is one. */
export function awsMailer(): Mailer {
  const configurationSet = process.env['CONFIGURATION_SET'];
  return sesMailer(sesClient(), { quotaGoodForMs: 60_000, ...(configurationSet && { configurationSet }) });
}

/** The queue of the variable QUEUE_URL. */
export const awsQueue = <Message extends object>(): Queue<Message> => sqsQueue(sqsClient(), variable('QUEUE_URL'));

/** A variable of the environment; throws, so that the function does not start, where the stack has not set it. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the variable ${name} is not set; the stack sets it`);
  return value;
}

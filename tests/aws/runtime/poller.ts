import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Mapping } from './deployed.ts';
import { sqsRecord, type SqsRecord } from './events.ts';
import type { Invocation, Runtime } from './runtime.ts';

/**
 * Which records of a batch are to come again, as Lambda reads an answer
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html):
 * all of them where the function failed, or names a failure in a way that is not
 * understood; none where it names no failures or these are not asked for.
 */
export function failedOf(records: readonly SqsRecord[], result: Invocation, reportsFailures: boolean): readonly SqsRecord[] {
  if ('error' in result) return records;
  if (!reportsFailures || result.payload === null) return [];
  const { batchItemFailures } = result.payload as { readonly batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return records;
  const named = batchItemFailures.map((failure) => (failure as { readonly itemIdentifier?: unknown } | null)?.itemIdentifier);
  if (!named.every((id) => records.some(({ messageId }) => messageId === id))) return records;
  return records.filter(({ messageId }) => named.includes(messageId));
}

/** One batch: what was handed over, what came of it, what is left in the queue. */
export interface Batch {
  readonly records: readonly SqsRecord[];
  readonly result: Invocation;
  readonly failed: readonly SqsRecord[];
}

/** What Lambda does with a queue: takes its messages to the function, batch by batch, until none is to be had now. What failed stays, and is to be had again once its time out of sight has passed. */
export async function drain(sqs: SQSClient, { queue, batchSize, reportsFailures }: Mapping, target: Pick<Runtime, 'invoke'>): Promise<Batch[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue.split(':').at(-1)! }));
  const batches: Batch[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: Math.min(10, batchSize), MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] }),
    );
    if (Messages.length === 0) return batches;
    const records = Messages.map((message) => sqsRecord(message, queue));
    const result = await target.invoke({ Records: records });
    const failed = failedOf(records, result, reportsFailures);
    for (const { receiptHandle } of records.filter((record) => !failed.includes(record))) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }));
    }
    batches.push({ records, result, failed });
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '../ports.ts';

/** SQS takes ten messages a request (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html). */
const batchSize = 10;
const batchTries = 4;

/**
 * The Queue on SQS; a message's body is its JSON. What a
 * batch leaves out is sent again; rejects if some messages are refused in every
 * try, when others may have been queued: the caller sends all again, and
 * who gets them takes a message that comes twice.
 */
export function sqsQueue<Message extends object>(client: SQSClient, url: string): Queue<Message> {
  async function sendBatch(messages: readonly Message[], delaySeconds: number): Promise<void> {
    let left = messages;
    for (let tries = 1; left.length > 0; tries++) {
      const Entries = left.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message), ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }) }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      left = Failed.map(({ Id }) => left[Number(Id)]!);
      if (left.length === 0) return;
      const { Code, Message } = Failed[0]!;
      if (tries === batchTries) throw new Error(`SQS refuses ${left.length} of ${messages.length} messages: ${Code}: ${Message}`);
      await sleep(Math.random() * 100 * 2 ** tries);
    }
  }
  return {
    async send(messages, delaySeconds = 0) {
      for (let start = 0; start < messages.length; start += batchSize) {
        await sendBatch(messages.slice(start, start + batchSize), delaySeconds);
      }
    },
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import config from 'dawnpost:config';
import { awsMailer, awsQueue, awsStore, jsonLog, variable } from '../aws.ts';
import type { ShardMessage } from '../ports.ts';
import { deliver, type DeliverPorts, isSettled } from './deliver.ts';

const ports: DeliverPorts = {
  store: awsStore(),
  mailer: awsMailer(),
  queue: awsQueue(),
  log: jsonLog,
  clock: () => new Date(),
  sleep: (ms) => sleep(ms),
  random: Math.random,
  nonce: randomUUID,
};
const share = Number(variable('RATE_SHARE'));

interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Started by the queue. A message whose shard is not settled is reported back, and the queue gives it again. */
export async function handler({ Records }: SqsEvent, context: Context): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    const deadline = new Date(Date.now() + context.getRemainingTimeInMillis());
    const report = await deliver(ports, config, JSON.parse(body) as ShardMessage, { worker: context.awsRequestId, deadline, share });
    if (!isSettled(report)) batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}

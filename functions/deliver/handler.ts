import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import config from 'dawnpost:config';
import { awsMailer, awsQueue, awsStore, variable } from '../aws.ts';
import { withoutAddresses } from '../aws/guarded.ts';
import { jsonLog } from '../aws/log.ts';
import { emfMetrics } from '../aws/metrics.ts';
import type { DeliveryMessage } from '../ports.ts';
import { countAnswers } from './brake.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { frozenIssues } from './frozen.ts';
import { plan } from './plan.ts';
import { metricsOf } from './report.ts';
import { rosterReader } from './rosters.ts';

const store = awsStore();
const ports: DeliverPorts = {
  store,
  mailer: awsMailer(),
  issues: frozenIssues(store, config),
  answers: countAnswers(),
  rosters: rosterReader(store),
  log: jsonLog,
  clock: () => new Date(),
  sleep: (ms) => sleep(ms),
  random: Math.random,
  nonce: randomUUID,
};
const metrics = emfMetrics();
const queue = awsQueue<DeliveryMessage>();
const share = Number(variable('RATE_SHARE'));

interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Started by the queue. What is to come next is put into it before the message is done with; a message that leads nowhere is reported back, and ends where failures are kept. */
export const handler = withoutAddresses(async ({ Records }: SqsEvent, context: Context): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    const message = JSON.parse(body) as DeliveryMessage;
    const deadline = new Date(Date.now() + context.getRemainingTimeInMillis());
    const report = 'shard' in message ? await deliver(ports, config, message, { worker: context.awsRequestId, deadline, share }) : await plan(ports, config, message);
    metrics(metricsOf(report));
    if (report.next) await queue.send(report.next.messages, report.next.delaySeconds);
    if (report.outcome === 'no-issue' || report.outcome === 'refused') batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
});

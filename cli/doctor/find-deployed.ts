/** Looks at the parts of a stack that stands, all at once. */
import pMap from 'p-map';
import type { Config } from '../../functions/config.ts';
import { issueDateOf, issueKey, prefixes } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { Roster } from '../../functions/model/subscriber.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import { bucketStack } from '../bucket.ts';
import { type Progress, progressOf } from '../delivery/progress.ts';
import { readDelivery } from '../delivery/read.ts';
import type { LocalStack } from '../local/stack.ts';
import type { Output } from '../output.ts';
import { type Answer, ask } from './answer.ts';
import type { Deployed, Stack } from './facts.ts';
import type { Aws } from './find-account.ts';

/** A list of a million takes some seconds to count, and its delivery to read. */
const patience = { permission: 's3:GetObject and s3:ListBucket', withinMs: 45_000 };

export async function findDeployed(aws: Aws, { outputs }: Stack, { config, stackName, now, out }: { readonly config: Config; readonly stackName: string; readonly now: Date; readonly out: Output }): Promise<Deployed> {
  const of = <T>(output: string, look: (value: string) => Promise<Answer<T>>): Promise<Answer<T>> | undefined => (outputs[output] === undefined ? undefined : look(outputs[output]));
  const subscriptions = (topic: string) => aws.ask('sns:ListSubscriptionsByTopic', (account, signal) => account.subscriptions(topic, signal));
  const messages = (url: string) => aws.ask('sqs:GetQueueAttributes', (account, signal) => account.messagesIn(url, signal));
  const bucket = async (): Promise<LocalStack> => await bucketStack(needed(outputs, 'BucketName'), { now });

  const [eventDestinations, feedback, alerts, alarms, undelivered, failures, pages, delivery, readers] = await Promise.all([
    aws.ask('ses:GetConfigurationSetEventDestinations', (account, signal) => account.eventDestinations(needed(outputs, 'ConfigurationSet'), signal)),
    of('FeedbackTopic', subscriptions),
    of('AlertsTopic', subscriptions),
    aws.ask('cloudwatch:DescribeAlarms', (account, signal) => account.alarms(`${stackName}-Alarms`, signal)),
    of('UndeliveredQueue', messages),
    of('FailuresQueue', messages),
    ask(async (signal) => statusOf(`${needed(outputs, 'Pages')}${config.subscribe.open ? '/subscribe' : '/issues'}`, signal)),
    ask(async () => lastDelivery(await bucket(), out, config, now), patience),
    ask(async () => countActive(await bucket(), out), patience),
  ]);
  return { eventDestinations, alarms, pages, delivery, readers, ...(feedback && { feedback }), ...(alerts && { alerts }), ...(undelivered && { undelivered }), ...(failures && { failures }) };
}

function needed(outputs: Stack['outputs'], name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the stack has no ${name}: is it the newsletter's own?`);
  return value;
}

async function statusOf(url: string, signal: AbortSignal): Promise<{ url: string; status: number }> {
  const answer = await fetch(url, { signal });
  await answer.body?.cancel();
  return { url, status: answer.status };
}

async function lastDelivery(stack: LocalStack, out: Output, { deliver }: Pick<Config, 'deliver'>, now: Date): Promise<{ madeAt: string; progress: Progress } | undefined> {
  const date = (await keysUnder(stack.store, prefixes.issues)).flatMap((key) => issueDateOf(key) ?? []).at(-1);
  if (date === undefined) return undefined;
  const [issue, record] = await Promise.all([read<Issue>(stack.store, issueKey(date, 'issue.json')), readDelivery({ stack, out }, date, deliver.afterCrash)]);
  return { madeAt: issue?.at ?? '', progress: progressOf(record, now) };
}

async function countActive({ store }: Pick<LocalStack, 'store'>, out: Pick<Output, 'progress'>): Promise<number> {
  let [active, done] = [0, 0];
  const keys = await keysUnder(store, prefixes.subscribers);
  await pMap(
    keys,
    async (key) => {
      active += Object.values((await read<Roster>(store, key))?.subscribers ?? {}).filter(({ state }) => state === 'active').length;
      out.progress(`counting subscribers: ${++done} of ${keys.length} files, ${active.toLocaleString('en')} so far`);
    },
    { concurrency: 16 },
  );
  return active;
}

import type { LocalStack } from '../../cli/local/stack.ts';
import { countAnswers } from '../../functions/deliver/brake.ts';
import { deliver, type DeliverOptions, type DeliverPorts } from '../../functions/deliver/deliver.ts';
import { frozenIssues } from '../../functions/deliver/frozen.ts';
import type { Ledger } from '../../functions/deliver/ledger.ts';
import { plan, type PlanPorts, type PlanReport } from '../../functions/deliver/plan.ts';
import { rosterReader } from '../../functions/deliver/rosters.ts';
import type { DeliverReport } from '../../functions/deliver/report.ts';
import { deliveryKey } from '../../functions/keys.ts';
import { read } from '../../functions/objects.ts';
import type { IssueMessage, Mail, Mailer, Quota, ShardMessage, Submission } from '../../functions/ports.ts';
import { config as plain, freeze, issueOf, subscribersOfOneShard, temporaryStack } from '../fixtures.ts';

export const date = '2026-03-02';
export const message: ShardMessage = { date, shard: '7a', part: 0, of: 1 };

/** The configuration with these ways of delivery. */
export const configWithDelivery = (more: Partial<typeof plain.deliver>) => ({ ...plain, deliver: { ...plain.deliver, ...more } });

/** A mailer that answers as told: the faults of SES can't be made on a folder. */
export function sesThat(answer: (mail: Mail, nth: number) => Submission | Promise<Submission>, quota: Partial<Quota> = {}) {
  const sent: string[] = [];
  let calls = 0;
  const mailer: Mailer = {
    quota: () => Promise.resolve({ perSecond: Infinity, perDay: Infinity, remainingToday: Infinity, ...quota }),
    async send(mail) {
      const submission = await answer(mail, calls++);
      if (submission.kind === 'submitted' || submission.kind === 'uncertain') sent.push(mail.to);
      return submission;
    },
  };
  return { mailer, sent };
}
export const accept = (): Submission => ({ kind: 'submitted', messageId: 'm' });

/** A frozen issue, and so many subscribers of one shard. */
export async function shardOf(count: number): Promise<{ stack: LocalStack; addresses: string[] }> {
  const stack = await temporaryStack();
  const addresses = await subscribersOfOneShard(stack, message.shard, count);
  await freeze(stack, issueOf(date, { shards: [message.shard] }));
  return { stack, addresses };
}

/** Each run as a process of its own, unless `answers` are handed in. */
export const run = (ports: Omit<DeliverPorts, 'issues' | 'answers' | 'rosters'> & Partial<Pick<DeliverPorts, 'answers'>>, options: Partial<DeliverOptions> & { readonly config?: typeof plain; readonly message?: ShardMessage } = {}): Promise<DeliverReport> =>
  deliver({ answers: countAnswers(), ...ports, issues: frozenIssues(ports.store, options.config ?? plain), rosters: rosterReader(ports.store) }, options.config ?? plain, options.message ?? message, { worker: 'w', ...options });

export const planned = (ports: Omit<PlanPorts, 'issues'>, issue: IssueMessage = { date }, config = plain): Promise<PlanReport> =>
  plan({ ...ports, issues: frozenIssues(ports.store, config) }, config, issue);

export const ledgerOf = async (stack: LocalStack): Promise<Ledger> => (await read<Ledger>(stack.store, deliveryKey(message.date, message.shard)))!;

/** Time that passes only while somebody sleeps, to the earliest who wakes. */
export function virtualTime(start: Date): { readonly clock: () => Date; readonly sleep: (ms: number) => Promise<void> } {
  let at = start.getTime();
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const next = (): void => {
    sleepers.sort((a, b) => a.until - b.until);
    const first = sleepers.shift();
    if (!first) return;
    at = Math.max(at, first.until);
    first.wake();
  };
  return {
    clock: () => new Date(at),
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ until: at + ms, wake });
        // When all else that can go on has.
        setTimeout(next, 5);
      }),
  };
}

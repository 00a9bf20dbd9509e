import type { Config } from '../config.ts';
import { planKey, subscribersKey } from '../keys.ts';
import type { Roster } from '../model/subscriber.ts';
import { read } from '../objects.ts';
import type { Clock, IssueMessage, Log, Mailer, Quota, ShardMessage, Store } from '../ports.ts';
import { brakeOf } from './brake.ts';
import { type Issues, staleness } from './frozen.ts';
import type { Next } from './next.ts';
import { partsFor } from './parts.ts';

export interface PlanPorts {
  readonly store: Store;
  readonly mailer: Pick<Mailer, 'quota'>;
  readonly issues: Issues;
  readonly log: Log;
  readonly clock: Clock;
  readonly nonce: () => string;
}

/** Who an issue is for, stored once at `deliveries/<date>/plan.json`. */
export interface Plan {
  readonly version: 1;
  readonly nonce: string;
  readonly date: string;
  /** ISO time. */
  readonly at: string;
  /** Active subscribers. */
  readonly recipients: number;
  readonly shards: readonly { readonly shard: string; readonly recipients: number; readonly parts: number }[];
  /** The shard whose first part goes out before all others. */
  readonly canary?: string;
}

/** What the planning of one issue did. */
export interface PlanReport {
  readonly date: string;
  readonly outcome:
    | 'planned'
    /** Another run had planned it; the parts are handed over again, and their ledgers know. */
    | 'planned-before'
    /** The day's quota has no room for all of it yet. */
    | 'waiting'
    /** The list is larger than what the account may send in a day. */
    | 'refused'
    | 'stale'
    /** The brake is on. */
    | 'braked'
    | 'no-issue';
  readonly recipients?: number;
  readonly detail?: string;
  readonly next?: Next;
}

/** Rosters read at the same time. */
const atOnce = 16;

/** The day's quota is of the last 24 hours: yesterday's issue leaves it as today's waits. */
const quotaDelaySeconds = 600;

/**
 * Counts who is to get the issue and hands its parts over. Nothing goes out
 * unless all of it can: a list that gets half of an issue is worse off than one
 * that gets it later. May be run any number of times: the plan is written once.
 */
export async function plan(ports: PlanPorts, { deliver }: Pick<Config, 'deliver'>, message: IssueMessage): Promise<PlanReport> {
  const { store, log, clock } = ports;
  const { date } = message;
  const done = (report: Omit<PlanReport, 'date'>): PlanReport => {
    const { next, ...facts } = report;
    const loud = report.outcome === 'refused' || report.outcome === 'waiting';
    log('deliver.plan', { ...(loud && { level: 'ERROR' }), date, ...facts, handedOver: next?.messages.length ?? 0 });
    return { date, ...report };
  };
  const issue = await ports.issues(date);
  if (!issue) return done({ outcome: 'no-issue', detail: `there is no rendered issue of ${date}` });
  const stale = staleness(issue, clock(), message, deliver.maxAgeHours);
  if (stale !== undefined) return done({ outcome: 'stale', detail: stale });
  const brake = await brakeOf(store, date);
  if (brake) return done({ outcome: 'braked', detail: brake.reason });

  const before = await read<Plan>(store, planKey(date));
  if (before) return done({ outcome: 'planned-before', recipients: before.recipients, next: { messages: messagesOf(before, message) } });
  const shards = await countShards(store, issue.shards);
  const recipients = shards.reduce((sum, shard) => sum + shard.recipients, 0);
  const quota = await ports.mailer.quota();
  const room = roomFor(recipients, quota);
  if (room.kind === 'waiting') return done({ outcome: 'waiting', recipients, detail: room.detail, next: { messages: [message], delaySeconds: quotaDelaySeconds } });
  if (room.kind === 'refused') return done({ outcome: 'refused', recipients, detail: room.detail });
  const canary = deliver.canary ? canaryOf(shards) : undefined;
  const made: Plan = { version: 1, nonce: ports.nonce(), date, at: clock().toISOString(), recipients, shards, ...(canary !== undefined && { canary }) };
  const written = await store.create(planKey(date), JSON.stringify(made));
  const planned = written.kind === 'created' ? made : (await read<Plan>(store, planKey(date)))!;
  return done({ outcome: 'planned', recipients: planned.recipients, next: { messages: messagesOf(planned, message) } });
}

/** Whether the account may send so many mails now. */
export function roomFor(recipients: number, { perDay, remainingToday }: Quota): { readonly kind: 'room' } | { readonly kind: 'waiting' | 'refused'; readonly detail: string } {
  if (recipients > perDay) {
    return { kind: 'refused', detail: `${recipients} subscribers, but SES lets the account send ${perDay} mails in 24 hours: ask for a higher quota` };
  }
  if (recipients > remainingToday) {
    return { kind: 'waiting', detail: `${recipients} subscribers, but ${remainingToday} mails are left of the ${perDay} in 24 hours: waiting until there are enough` };
  }
  return { kind: 'room' };
}

async function countShards(store: Store, shards: readonly string[]): Promise<Plan['shards']> {
  const counted: Plan['shards'][number][] = [];
  for (let start = 0; start < shards.length; start += atOnce) {
    counted.push(...(await Promise.all(shards.slice(start, start + atOnce).map((shard) => countShard(store, shard)))));
  }
  return counted.filter(({ recipients }) => recipients > 0);
}

async function countShard(store: Store, shard: string): Promise<Plan['shards'][number]> {
  const roster = await read<Roster>(store, subscribersKey(shard));
  const recipients = Object.values(roster?.subscribers ?? {}).filter(({ state }) => state === 'active').length;
  return { shard, recipients, parts: partsFor(recipients) };
}

/** The smallest shard that shows anything: a dozen mails, or else as many as there are. */
function canaryOf(shards: Plan['shards']): string | undefined {
  const bySize = shards.toSorted((a, b) => a.recipients - b.recipients);
  return (bySize.find(({ recipients }) => recipients >= 12) ?? bySize.at(-1))?.shard;
}

/** The parts to hand over: all, or where there is a canary that one before the rest. */
function messagesOf({ date, shards, canary }: Plan, { only, late }: IssueMessage): ShardMessage[] {
  const all = shards.flatMap(({ shard, parts }) =>
    Array.from({ length: parts }, (_, part): ShardMessage => ({ date, shard, part, of: parts, ...(shard === canary && part === 0 && { canary: true }), ...(late && { late }) })),
  );
  if (canary === undefined) return all;
  return all.filter((message) => (message.canary === true) === (only !== 'rest'));
}

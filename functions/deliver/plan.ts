import type { Config } from '../config.ts';
import { planKey, prefixes, shardOf, subscribersKey } from '../keys.ts';
import { daysBefore } from '../model/date.ts';
import type { Roster } from '../model/subscriber.ts';
import { keysUnder, read } from '../objects.ts';
import type { Clock, IssueMessage, Log, Mailer, ShardMessage, Store } from '../ports.ts';
import { brake, brakeOf, releaseBrake } from './brake.ts';
import { type FrozenIssue, type Issues, staleness } from './frozen.ts';
import { partsFor } from './parts.ts';
import type { Next } from './report.ts';
import { roomFor } from './room.ts';

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
  /** Active subscribers that the issue is for. */
  readonly recipients: number;
  readonly shards: readonly PlannedShard[];
  /** The shard whose first part goes out before all others. */
  readonly canary?: string;
}

export interface PlannedShard {
  readonly shard: string;
  readonly recipients: number;
  readonly parts: number;
}

/** What the planning of one issue did. */
export interface PlanReport {
  readonly date: string;
  readonly outcome:
    | 'planned'
    /** Another run had planned it; the parts are handed over again, and their ledgers know. */
    | 'planned-before'
    | 'no-subscribers'
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
  /** What is to be handed to the queue, if anything. */
  readonly next?: Next;
}

/** Rosters read at the same time. */
const atOnce = 16;

/** The day's quota is of the last 24 hours: yesterday's issue leaves it as today's waits. */
const quotaDelaySeconds = 600;

/** Outcomes with which readers do not get the issue, or not now. */
const loud: readonly PlanReport['outcome'][] = ['waiting', 'refused', 'stale', 'braked', 'no-issue'];

/**
 * Counts who is to get the issue and hands its parts over. Nothing goes out
 * unless all of it can: a list that gets half of an issue is worse off than one
 * that gets it later. May be run any number of times: the plan is written once.
 */
export async function plan(ports: PlanPorts, { deliver }: Pick<Config, 'deliver'>, message: IssueMessage): Promise<PlanReport> {
  const { store, log, clock, nonce } = ports;
  const { date } = message;
  const done = (report: Omit<PlanReport, 'date'>): PlanReport => {
    const { next, ...facts } = report;
    log('deliver.plan', { ...(loud.includes(report.outcome) && { level: 'ERROR' }), date, ...facts, handedOver: next?.messages.length ?? 0 });
    return { date, ...report };
  };
  const issue = await ports.issues(date);
  if (!issue) return done({ outcome: 'no-issue', detail: `there is no rendered issue of ${date}` });
  const stale = staleness(issue, clock(), message, deliver.maxAgeHours);
  if (stale !== undefined) return done({ outcome: 'stale', detail: stale });
  const standing = await brakeOf(store, date);
  if (standing?.kind === 'rejections') return done({ outcome: 'braked', detail: standing.reason });

  const before = await read<Plan>(store, planKey(date));
  if (before) return done({ outcome: 'planned-before', recipients: before.recipients, next: { messages: messagesOf(before, message) } });
  const shards = await countShards(ports, issue);
  const recipients = shards.reduce((sum, shard) => sum + shard.recipients, 0);
  if (shards.length === 0) return done({ outcome: 'no-subscribers', recipients });
  const room = roomFor(recipients, await ports.mailer.quota(), await read<Plan>(store, planKey(daysBefore(date, 1))), clock());
  if (room.kind !== 'room') {
    await brake(store, date, { kind: 'quota', reason: room.detail, at: clock(), nonce: nonce() });
    const next = room.kind === 'waiting' && { messages: [message], delaySeconds: quotaDelaySeconds };
    return done({ outcome: room.kind, recipients, detail: room.detail, ...(next && { next }) });
  }
  const canary = deliver.canary ? canaryOf(shards) : undefined;
  const made: Plan = { version: 1, nonce: nonce(), date, at: clock().toISOString(), recipients, shards, ...(canary !== undefined && { canary }) };
  const written = await store.create(planKey(date), JSON.stringify(made));
  if (standing) await releaseBrake(store, date, clock(), nonce());
  const planned = written.kind === 'created' ? made : (await read<Plan>(store, planKey(date)))!;
  return done({ outcome: 'planned', recipients: planned.recipients, next: { messages: messagesOf(planned, message) } });
}

/** Every shard with somebody to send to. */
async function countShards(ports: PlanPorts, issue: FrozenIssue): Promise<PlannedShard[]> {
  const shards = (await keysUnder(ports.store, prefixes.subscribers)).flatMap((key) => shardOf(key) ?? []);
  const counted: PlannedShard[] = [];
  for (let start = 0; start < shards.length; start += atOnce) {
    counted.push(...(await Promise.all(shards.slice(start, start + atOnce).map((shard) => countShard(ports, issue, shard)))));
  }
  return counted.filter(({ parts }) => parts > 0);
}

async function countShard({ store, log }: PlanPorts, issue: FrozenIssue, shard: string): Promise<PlannedShard> {
  try {
    const roster = await read<Roster>(store, subscribersKey(shard));
    const recipients = Object.values(roster?.subscribers ?? {}).filter(({ state, choice }) => state === 'active' && issue.editionFor(choice) !== undefined).length;
    return { shard, recipients, parts: partsFor(recipients) };
  } catch (error) {
    // It must not keep the others waiting. As one part it ends among the failures, and can be sent once it is mended.
    log('deliver.plan.shard', { level: 'ERROR', shard, detail: String(error) });
    return { shard, recipients: 0, parts: 1 };
  }
}

/** The smallest shard that shows anything: a dozen mails, or else as many as there are. */
function canaryOf(shards: readonly PlannedShard[]): string | undefined {
  const bySize = shards.toSorted((a, b) => a.recipients - b.recipients);
  return (bySize.find(({ recipients }) => recipients >= 12) ?? bySize.at(-1))?.shard;
}

/** The parts to hand over: all, or where there is a canary that one before the rest. */
function messagesOf({ date, shards, canary }: Plan, { only, late }: IssueMessage): ShardMessage[] {
  const all = shards.flatMap(({ shard, parts }) =>
    Array.from({ length: parts }, (_, part): ShardMessage => ({ date, shard, part, of: parts, ...(shard === canary && part === 0 && { canary: true }), ...(late !== undefined && { late }) })),
  );
  if (canary === undefined) return all;
  return all.filter((message) => (message.canary === true) === (only !== 'rest'));
}

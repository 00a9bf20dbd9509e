/** How the delivery of an issue does. Pure: from what is stored to figures and lines. */
import type { Brake } from '../../functions/deliver/brake.ts';
import { type AfterCrash, type Ledger, open, takeOver, type Tally, tally } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';
import { count } from '../output.ts';

/** What is kept of one ledger: of a million recipients, the ledgers do not fit into memory together. */
export interface LedgerSummary {
  readonly shard: string;
  readonly part: number;
  readonly tally: Tally;
  /** Who is still to be submitted to, those of unknown fate included. */
  readonly open: number;
  /** Messages submitted in each second, by seconds since 1970. */
  readonly seconds: ReadonlyMap<number, number>;
}

/** What is stored of the delivery of an issue. */
export interface DeliveryRecord {
  readonly date: string;
  readonly plan?: Plan;
  readonly brake?: Brake;
  readonly ledgers: readonly LedgerSummary[];
}

export interface Progress extends Tally {
  readonly date: string;
  readonly state: 'not-planned' | 'under-way' | 'stopped' | 'complete';
  /** Subscribers it is for. */
  readonly recipients: number;
  /** Still to be submitted to: of parts that nobody has taken up too. */
  readonly waiting: number;
  /** Messages a second: of the last minute in which any was submitted. */
  readonly perSecond: number;
  /** Undefined where nothing moves, or nothing is left. */
  readonly secondsLeft?: number;
  /** Why it stands still. */
  readonly reason?: string;
  /** ISO time at which something last happened. */
  readonly last?: string;
}

/** Longer than a part waits that was halted: then nothing will come by itself. */
const stillAfterMs = 15 * 60_000;

export function summaryOf({ shard, part }: { readonly shard: string; readonly part: number }, ledger: Ledger, afterCrash: AfterCrash): LedgerSummary {
  const seconds = new Map<number, number>();
  for (const entry of Object.values(ledger.entries)) {
    if (entry.state !== 'submitted') continue;
    const second = Math.floor(Date.parse(entry.at) / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return { shard, part, tally: tally(ledger), open: open(takeOver(ledger), afterCrash).length, seconds };
}

export function progressOf({ date, plan, brake, ledgers }: DeliveryRecord, now: Date): Progress {
  const counts = sum(ledgers.map((ledger) => ledger.tally));
  const known = counts.planned + counts.claimed + counts.submitted + counts.rejected + counts.uncertain + counts.left;
  const notTakenUp = recipientsNotTakenUp(plan, ledgers);
  const waiting = notTakenUp + ledgers.reduce((total, { open: left }) => total + left, 0);
  const { perSecond, last } = rateOf(ledgers);
  const lastMs = Math.max(last ?? -Infinity, plan ? Date.parse(plan.at) : -Infinity);
  const moving = now.getTime() - lastMs < stillAfterMs;
  return {
    ...counts,
    date,
    state: brake ? 'stopped' : !plan ? 'not-planned' : waiting > 0 ? 'under-way' : 'complete',
    recipients: known + notTakenUp,
    waiting,
    perSecond,
    ...(waiting > 0 && moving && !brake && perSecond > 0 && { secondsLeft: Math.ceil(waiting / perSecond) }),
    ...(brake && { reason: brake.reason }),
    ...(moving || last !== undefined ? { last: new Date(lastMs).toISOString() } : {}),
  };
}

const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((a, b) => ({ planned: a.planned + b.planned, claimed: a.claimed + b.claimed, submitted: a.submitted + b.submitted, rejected: a.rejected + b.rejected, uncertain: a.uncertain + b.uncertain, left: a.left + b.left, repeated: a.repeated + b.repeated }), tally());

/** By the plan's counts: who has joined or left since is known once a part is taken up. */
function recipientsNotTakenUp(plan: Plan | undefined, ledgers: readonly LedgerSummary[]): number {
  const taken = new Set(ledgers.map(({ shard, part }) => `${shard}-${part}`));
  let recipients = 0;
  for (const { shard, recipients: all, parts } of plan?.shards ?? []) {
    const open = Array.from({ length: parts }, (_, part) => part).filter((part) => !taken.has(`${shard}-${part}`)).length;
    // A shard that could not be counted has somebody in it.
    recipients += open === 0 ? 0 : Math.max(1, Math.round((all * open) / parts));
  }
  return recipients;
}

function rateOf(ledgers: readonly LedgerSummary[]): { readonly perSecond: number; readonly last?: number } {
  const seconds = new Map<number, number>();
  for (const ledger of ledgers) for (const [second, messages] of ledger.seconds) seconds.set(second, (seconds.get(second) ?? 0) + messages);
  if (seconds.size === 0) return { perSecond: 0 };
  const times = [...seconds.keys()];
  const last = times.reduce((a, b) => Math.max(a, b));
  const first = times.reduce((a, b) => Math.min(a, b));
  // A delivery of half a minute has no whole minute to count over.
  const over = Math.min(60, last - first + 1);
  const messages = [...seconds].reduce((total, [second, of]) => (second > last - over ? total + of : total), 0);
  return { perSecond: Math.round((messages / over) * 10) / 10, last: last * 1000 };
}

/** One line, without the date: `1,200 of 5,000 submitted, 3 rejected; 48 a second, about 1 minute left`. */
export function progressLine(progress: Progress): string {
  const { state, date, recipients, submitted, rejected, uncertain, left, repeated, waiting, perSecond, secondsLeft, reason, last } = progress;
  if (state === 'not-planned') return 'not begun yet';
  const facts = [
    `${number(submitted)} of ${number(recipients)} submitted`,
    ...(rejected > 0 ? [`${number(rejected)} rejected`] : []),
    ...(uncertain > 0 ? [`${number(uncertain)} uncertain`] : []),
    ...(repeated > 0 ? [`${number(repeated)} maybe twice`] : []),
    ...(left > 0 ? [`${number(left)} left in time`] : []),
  ].join(', ');
  const rate = `${number(perSecond)} a second`;
  if (state === 'stopped') return recipients === 0 ? `not begun: ${reason}` : `${facts}; stopped: ${reason}; \`dawnpost resume ${date}\` goes on${rejected > 0 ? ', with --rejected also to those rejected' : ''}`;
  if (waiting === 0) return perSecond > 0 ? `${facts}; ${rate}` : facts;
  if (secondsLeft !== undefined) return `${facts}; ${rate}, about ${duration(secondsLeft)} left`;
  return last !== undefined && perSecond === 0 ? `${facts}; begun` : `${facts}; nothing moves; \`dawnpost resume ${date}\` hands it over again`;
}

const number = (n: number): string => n.toLocaleString('en');

function duration(seconds: number): string {
  if (seconds < 90) return count(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? count(minutes, 'minute') : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

import type { Config } from '../config.ts';
import { subscribersKey } from '../keys.ts';
import type { Roster } from '../model/subscriber.ts';
import type { Clock, Log, Mailer, ShardMessage, Store } from '../ports.ts';
import { brake, brakeOf, tooManyRejected } from './brake.ts';
import type { Compose } from './compose.ts';
import { type Issues, staleness } from './frozen.ts';
import { type Hold, hold } from './hold.ts';
import { type AfterCrash, advance, type Lease, type Ledger, open, type Result, type Tally, tally } from './ledger.ts';
import type { Next } from './next.ts';
import { pacer, type Sleep } from './pace.ts';
import { reader } from './reader.ts';
import { type Outgoing, type Stop, type Submitting, submitWindow } from './submit.ts';

export interface DeliverPorts {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly issues: Issues;
  readonly log: Log;
  /** The real time: leases and deadlines go by it. */
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** In [0, 1). */
  readonly random: () => number;
  readonly nonce: () => string;
}

export interface DeliverOptions {
  /** Names this worker; no two share it. */
  readonly worker: string;
  /** Whether the worker of that name is known to be dead, so that its lease need not be waited for. */
  readonly isGone?: (worker: string) => boolean;
  /** When this worker will be stopped. */
  readonly deadline?: Date;
  /** The time that the issue's age is told by, if not the real one. */
  readonly now?: Date;
  /** The part of the account's rate that this worker may use, in (0, 1]. */
  readonly share?: number;
}

/** How long a worker keeps others off the ledger, renewed with every window. */
const leaseMs = 120_000;

/** No message starts this close to the end of the lease or of the worker: SES is waited for up to 15 seconds, and the result has to be written down yet. */
const marginMs = 20_000;

/** What a run did with one part. */
export interface DeliverReport extends ShardMessage {
  readonly outcome:
    | 'complete'
    /** There was nothing left to do. */
    | 'complete-before'
    /** Out of time: the rest is to be gone on with at once. */
    | 'continued'
    /** Another worker is at it. */
    | 'taken'
    /** SES throttled again and again; the rest is to be tried soon. */
    | 'throttled'
    /** The account can't send now; the rest is to be tried later. */
    | 'halted'
    /** All is submitted but some whose answer was lost; a later run sends to those again. */
    | 'uncertain'
    /** The brake is on: nothing goes out until the operator resumes. */
    | 'braked'
    | 'stale'
    /** The issue is not there, or not rendered yet. */
    | 'no-issue';
  /** Messages submitted by this run. */
  readonly submitted: number;
  readonly tally?: Tally;
  readonly detail?: string;
  /** This part again, or after the canary the rest. */
  readonly next?: Next;
}

/** How soon a part comes again that could not be completed now. A lease ends in two minutes; quotas, pauses and lost answers take longer. */
const delaySeconds = { continued: 0, taken: 150, throttled: 150, halted: 600, uncertain: 300 } as const;

/** Outcomes after which the part is done with, for now or for good; after any other it must come again. */
export const isSettled = ({ outcome }: Pick<DeliverReport, 'outcome'>): boolean => outcome === 'complete' || outcome === 'complete-before' || outcome === 'braked' || outcome === 'stale';

/**
 * Submits one part of an issue to everyone on its ledger, window by window.
 * May be run any number of times for a part: it resumes where the ledger says,
 * and only recipients of unknown fate are sent to a second time.
 */
export async function deliver(ports: DeliverPorts, config: Pick<Config, 'deliver'>, message: ShardMessage, options: DeliverOptions): Promise<DeliverReport> {
  const { store, log, clock, nonce } = ports;
  const { window: windowSize, afterCrash, maxAgeHours } = config.deliver;
  const done = (report: Omit<DeliverReport, keyof ShardMessage>): DeliverReport => {
    const next = nextOf(message, report.outcome);
    const full = { ...message, ...report };
    log('deliver', { ...((report.outcome === 'braked' || report.outcome === 'halted') && { level: 'ERROR' }), ...full });
    return next ? { ...full, next } : full;
  };
  const issue = await ports.issues(message.date);
  if (!issue) return done({ outcome: 'no-issue', submitted: 0, detail: `there is no rendered issue of ${message.date}` });
  const stale = staleness(issue, options.now ?? clock(), message, maxAgeHours);
  if (stale !== undefined) return done({ outcome: 'stale', submitted: 0, detail: stale });
  const braked = await brakeOf(store, message.date);
  if (braked) return done({ outcome: 'braked', submitted: 0, detail: braked.reason });

  const roster = reader<Roster>(store, subscribersKey(message.shard));
  const lives = ({ worker, until }: Lease): boolean => Date.parse(until) > clock().getTime() && !options.isGone?.(worker);
  const newLease = (): Lease => ({ worker: options.worker, until: new Date(clock().getTime() + leaseMs).toISOString() });
  const got: Hold = await hold(store, message, { afterCrash, nonce: nonce(), roster, lives });
  if (got.kind === 'finished') return done({ outcome: 'complete-before', submitted: 0, tally: tally(got.ledger) });
  if (got.kind === 'taken') return done({ outcome: 'taken', submitted: 0, detail: `worker ${got.by.worker} is at it until ${got.by.until}` });
  const { held } = got;

  const { perSecond, remainingToday } = await ports.mailer.quota();
  const rate = pacer(perSecond * (options.share ?? 1), () => clock().getTime(), ports.sleep);
  const waiting = open(held.ledger(), afterCrash);
  let stop: Stop | undefined = remainingToday >= 1 ? undefined : { kind: 'halted', reason: 'the daily sending quota is used up' };
  let results: ReadonlyMap<string, Result> = new Map();
  const answers = { submitted: 0, rejected: 0 };
  for (;;) {
    if (options.deadline && clock().getTime() + marginMs >= options.deadline.getTime()) stop ??= { kind: 'continued', reason: 'out of time' };
    const window = stop ? [] : waiting.splice(0, windowSize);
    const lease = window.length > 0 ? newLease() : undefined;
    // Read together with the claim, and so before any of the window is composed: who has left by then is left out.
    const [written, current] = await Promise.all([held.write(advance(held.ledger(), results, window, lease, nonce())), lease && roster()]);
    if (!written) return done({ outcome: 'taken', submitted: answers.submitted, detail: 'another worker took over' });
    if (!lease) break;
    const outgoing = window.map((id) => address(issue.compose, current, id));
    const until = new Date(Math.min(Date.parse(lease.until), options.deadline?.getTime() ?? Infinity) - marginMs);
    const world: Submitting = { ...ports, pacer: rate, until };
    const sent = await submitWindow(outgoing, world);
    results = sent.results;
    stop ??= sent.stop;
    for (const { state } of results.values()) if (state === 'submitted' || state === 'rejected') answers[state] += 1;
    if (tooManyRejected(answers)) stop = { kind: 'braked', reason: `SES rejects ${answers.rejected} of ${answers.submitted + answers.rejected}, the last: ${lastReason(results)}` };
  }
  if (stop?.kind === 'braked') await brake(store, message.date, stop.reason, clock(), nonce());
  return done({ ...outcomeOf(held.ledger(), stop, afterCrash), submitted: answers.submitted, tally: tally(held.ledger()) });
}

/** The message for one recipient, unless they are no longer active. One that can't be composed must not stop the others. */
function address(compose: Compose, roster: Roster | undefined, id: string): Outgoing {
  const subscriber = roster?.subscribers[id];
  if (subscriber?.state !== 'active') return { id, kind: 'left' };
  try {
    return { id, kind: 'mail', mail: compose(id, subscriber) };
  } catch (error) {
    return { id, kind: 'unfit', reason: `no message could be composed: ${String(error)}` };
  }
}

const lastReason = (results: ReadonlyMap<string, Result>): string =>
  [...results.values()].flatMap((result) => (result.state === 'rejected' ? [result.reason] : [])).at(-1) ?? 'unknown';

function outcomeOf(ledger: Ledger, stop: Stop | undefined, afterCrash: AfterCrash): Pick<DeliverReport, 'outcome' | 'detail'> {
  const left = open(ledger, afterCrash).length;
  if (stop?.kind === 'braked') return { outcome: 'braked', detail: stop.reason };
  if (left === 0) return { outcome: 'complete' };
  if (stop) return { outcome: stop.kind, detail: stop.reason };
  return { outcome: 'uncertain', detail: `${left} without an answer; a later run submits to them again` };
}

function nextOf(message: ShardMessage, outcome: DeliverReport['outcome']): DeliverReport['next'] {
  const { date, canary, late } = message;
  switch (outcome) {
    case 'complete':
    case 'complete-before':
      return canary && { messages: [{ date, only: 'rest', ...(late && { late }) }] };
    case 'continued':
    case 'taken':
    case 'throttled':
    case 'halted':
    case 'uncertain':
      return { messages: [message], delaySeconds: delaySeconds[outcome] };
    case 'braked':
    case 'stale':
    case 'no-issue':
      return undefined;
  }
}

import type { Config } from '../config.ts';
import { issueKey, subscribersKey } from '../keys.ts';
import type { Issue } from '../model/issue.ts';
import type { Roster } from '../model/subscriber.ts';
import { read } from '../objects.ts';
import type { Clock, Log, Mailer, Queue, ShardMessage, Store } from '../ports.ts';
import { type Bodies, compose } from './compose.ts';
import { type Hold, hold } from './hold.ts';
import { advance, type Entry, type Lease, type Ledger, open, type Tally, tally } from './ledger.ts';
import { pacer, type Sleep } from './pace.ts';
import { type Outgoing, type Submitting, submitWindow } from './submit.ts';

export interface DeliverPorts {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly queue: Queue;
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
  /** The part of the account's rate that this worker may use, in (0, 1]. */
  readonly share?: number;
}

/** Messages in flight at once: what a crash can repeat, at most. */
export const windowSize = 10;

/** How long a worker keeps others off the ledger, renewed with every window. */
const leaseMs = 120_000;

/** No message starts this close to the end of the lease or of the worker: its result has to be written down yet. */
const marginMs = 15_000;

/** What a run did with one shard. */
export interface DeliverReport extends ShardMessage {
  readonly outcome:
    | 'complete'
    /** There was nothing left to do. */
    | 'complete-before'
    /** Out of time: the rest was handed to the queue again. */
    | 'continued'
    /** Another worker is at it. */
    | 'taken'
    /** The account can't send now; the rest is to be tried later. */
    | 'halted'
    /** All is submitted but some whose answer was lost; the next run sends to those again. */
    | 'uncertain'
    /** The issue is not there, or not rendered yet. */
    | 'no-issue';
  /** Messages submitted by this run. */
  readonly submitted: number;
  readonly tally?: Tally;
  readonly detail?: string;
}

/** Outcomes after which the queue's message is done with; after any other it must come again. */
export const isSettled = ({ outcome }: DeliverReport): boolean =>
  outcome === 'complete' || outcome === 'complete-before' || outcome === 'continued';

/**
 * Submits one shard of an issue to everyone on its ledger, window by window.
 * May be run any number of times for a shard: it resumes where the ledger says,
 * and only recipients of unknown fate are sent to a second time.
 */
export async function deliver(ports: DeliverPorts, config: Config, message: ShardMessage, options: DeliverOptions): Promise<DeliverReport> {
  const { store, log, clock, nonce } = ports;
  const done = (report: Omit<DeliverReport, keyof ShardMessage>): DeliverReport => {
    log('deliver', { ...message, ...report });
    return { ...message, ...report };
  };
  const issue = await read<Issue>(store, issueKey(message.date, 'issue.json'));
  const bodies = await frozenBodies(store, message.date);
  if (!issue || !bodies) return done({ outcome: 'no-issue', submitted: 0, detail: `there is no rendered issue of ${message.date}` });

  const lives = ({ worker, until }: Lease): boolean => Date.parse(until) > clock().getTime() && !options.isGone?.(worker);
  const newLease = (): Lease => ({ worker: options.worker, until: new Date(clock().getTime() + leaseMs).toISOString() });
  const got: Hold = await hold(store, message, newLease(), nonce, lives);
  if (got.kind === 'finished') return done({ outcome: 'complete-before', submitted: 0, tally: tally(got.ledger) });
  if (got.kind === 'taken') return done({ outcome: 'taken', submitted: 0, detail: `worker ${got.by.worker} is at it until ${got.by.until}` });
  const { held } = got;

  const { perSecond, remainingToday } = await ports.mailer.quota();
  const turn = pacer(perSecond * (options.share ?? 1), () => clock().getTime(), ports.sleep);
  const waiting = open(held.ledger());
  let stop: { readonly kind: 'halted' | 'time'; readonly reason: string } | undefined =
    remainingToday >= 1 ? undefined : { kind: 'halted', reason: 'the daily sending quota is used up' };
  let results: ReadonlyMap<string, Entry> = new Map();
  let submitted = 0;
  for (;;) {
    if (options.deadline && clock().getTime() + marginMs >= options.deadline.getTime()) stop ??= { kind: 'time', reason: 'out of time' };
    const window = stop ? [] : waiting.splice(0, windowSize);
    const lease = window.length > 0 ? newLease() : undefined;
    if (!(await held.write(advance(held.ledger(), results, window, lease, nonce())))) {
      return done({ outcome: 'taken', submitted, detail: 'another worker took over' });
    }
    if (!lease) break;
    const roster = await read<Roster>(store, subscribersKey(message.shard));
    const outgoing = await Promise.all(window.map((id) => address(config, issue, bodies, roster, id)));
    const until = new Date(Math.min(Date.parse(lease.until), options.deadline?.getTime() ?? Infinity) - marginMs);
    const world: Submitting = { ...ports, turn, until };
    const sent = await submitWindow(outgoing, world);
    results = sent.results;
    stop ??= sent.stop;
    submitted += [...results.values()].filter(({ state }) => state === 'submitted').length;
  }
  const ending = outcomeOf(held.ledger(), stop);
  if (ending.outcome === 'continued') await ports.queue.send([message]);
  return done({ ...ending, submitted, tally: tally(held.ledger()) });
}

async function frozenBodies(store: Store, date: string): Promise<Bodies | undefined> {
  const [html, text] = await Promise.all([store.get(issueKey(date, 'mail.html')), store.get(issueKey(date, 'mail.txt'))]);
  return html && text && { html: html.body, text: text.body };
}

/** The message for one recipient, unless they are no longer active. One that can't be composed must not stop the others. */
async function address(config: Config, issue: Issue, bodies: Bodies, roster: Roster | undefined, id: string): Promise<Outgoing> {
  const subscriber = roster?.subscribers[id];
  if (subscriber?.state !== 'active') return { id, kind: 'left' };
  try {
    return { id, kind: 'mail', mail: await compose(config, issue, bodies, id, subscriber) };
  } catch (error) {
    return { id, kind: 'unfit', reason: `no message could be composed: ${String(error)}` };
  }
}

function outcomeOf(
  ledger: Ledger,
  stop: { readonly kind: 'halted' | 'time'; readonly reason: string } | undefined,
): Pick<DeliverReport, 'outcome' | 'detail'> {
  const { planned, uncertain } = tally(ledger);
  if (stop && planned + uncertain > 0) return { outcome: stop.kind === 'time' ? 'continued' : 'halted', detail: stop.reason };
  return uncertain > 0
    ? { outcome: 'uncertain', detail: `${uncertain} without an answer; the next run submits to them again` }
    : { outcome: 'complete' };
}

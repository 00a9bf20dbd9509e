import type { Config } from '../config.ts';
import type { Roster } from '../model/subscriber.ts';
import type { Clock, Log, Mailer, ShardMessage, Store } from '../ports.ts';
import { type Answers, brake, brakeOf, canaryRejected, tooManyRejected } from './brake.ts';
import { type FrozenIssue, type Issues, staleness } from './frozen.ts';
import { type Hold, hold } from './hold.ts';
import { advance, type Lease, open, type Result, tally } from './ledger.ts';
import { pacer, type Sleep } from './pace.ts';
import { isPart } from './parts.ts';
import { type DeliverReport, isLoud, nextOf, outcomeOf } from './report.ts';
import type { Rosters } from './rosters.ts';
import { type Outgoing, type Stop, type Submitted, submitWindow } from './submit.ts';

export interface DeliverPorts {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly issues: Issues;
  /** What SES has answered for an issue so far, over all parts that this process has worked at. */
  readonly answers: (date: string) => Answers;
  readonly rosters: Rosters;
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

/** No message starts this close to the end of the lease or of the worker: SES is waited for up to 10 seconds (functions/aws.ts), and the result has to be written down yet. */
const marginMs = 20_000;

/** A window that takes longer than this at the present rate is claimed smaller, well within the lease. */
const longestWindowSeconds = 60;

/**
 * Submits one part of an issue to everyone on its ledger, window by window.
 * May be run any number of times for a part: it resumes where the ledger says,
 * and only recipients of unknown fate are submitted to a second time. Throws on
 * a message that names no part.
 */
export async function deliver(ports: DeliverPorts, config: Pick<Config, 'deliver'>, message: ShardMessage, options: DeliverOptions): Promise<DeliverReport> {
  const { store, log, clock, nonce } = ports;
  const { window: windowSize, afterCrash, maxAgeHours } = config.deliver;
  if (!isPart(message)) throw new Error(`${JSON.stringify(message)} names no part of a shard`);
  const done = (report: Omit<DeliverReport, keyof ShardMessage>): DeliverReport => {
    const next = nextOf(message, report.outcome);
    log('deliver', { ...(isLoud(report) && { level: 'ERROR' }), ...message, ...report });
    return { ...message, ...report, ...(next && { next }) };
  };
  const issue = await ports.issues(message.date);
  if (!issue) return done({ outcome: 'no-issue', submitted: 0, detail: `there is no rendered issue of ${message.date}` });
  const stale = staleness(issue, options.now ?? clock(), message, maxAgeHours);
  if (stale !== undefined) return done({ outcome: 'stale', submitted: 0, detail: stale });
  const braked = await brakeOf(store, message.date);
  if (braked?.kind === 'rejections') return done({ outcome: 'braked', submitted: 0, detail: braked.reason });

  const roster = (): Promise<Roster | undefined> => ports.rosters(message.shard);
  const lives = ({ worker, until }: Lease): boolean => Date.parse(until) > clock().getTime() && !options.isGone?.(worker);
  const newLease = (): Lease => ({ worker: options.worker, until: new Date(clock().getTime() + leaseMs).toISOString() });
  const got: Hold = await hold(store, message, { afterCrash, nonce: nonce(), roster, isDue: (choice) => issue.editionFor(choice) !== undefined, lives });
  if (got.kind === 'finished') return done({ outcome: 'complete-before', submitted: 0, tally: tally(got.ledger) });
  if (got.kind === 'taken') return done({ outcome: 'taken', submitted: 0, detail: `worker ${got.by.worker} is at it until ${got.by.until}` });
  const { held } = got;

  const { perSecond, remainingToday } = await ports.mailer.quota();
  const rate = pacer(perSecond * (options.share ?? 1), () => clock().getTime(), ports.sleep);
  const waiting = open(held.ledger(), afterCrash);
  const [all, own]: [Answers, Answers] = [ports.answers(message.date), { submitted: 0, rejected: 0 }];
  let stop: Stop | undefined = remainingToday >= 1 ? undefined : { kind: 'halted', reason: 'the daily sending quota is used up' };
  let results: ReadonlyMap<string, Result> = new Map();
  for (;;) {
    if (options.deadline && clock().getTime() + marginMs >= options.deadline.getTime()) stop ??= { kind: 'continued', reason: 'out of time' };
    const window = stop ? [] : waiting.splice(0, Math.min(windowSize, Math.max(1, Math.floor(rate.perSecond() * longestWindowSeconds))));
    const lease = window.length > 0 ? newLease() : undefined;
    if (!(await held.write(advance(held.ledger(), results, window, lease, nonce())))) return done({ outcome: 'taken', submitted: own.submitted, detail: 'another worker took over' });
    if (!lease) break;
    const until = new Date(Math.min(Date.parse(lease.until), options.deadline?.getTime() ?? Infinity) - marginMs);
    // Only now that they are claimed: who has left by this moment is left out.
    const sent = await roster().then(
      async (current) => submitWindow(await Promise.all(window.map((id) => address(issue, current, id))), { ...ports, pacer: rate, until }),
      (error: unknown) => unsent(window, { kind: 'halted', reason: `the subscribers could not be read: ${String(error)}` }),
    );
    results = sent.results;
    stop ??= sent.stop;
    for (const { state } of results.values()) {
      if (state !== 'submitted' && state !== 'rejected') continue;
      all[state] += 1;
      own[state] += 1;
    }
    if (tooManyRejected(all)) stop = { kind: 'braked', reason: rejections(all, results) };
  }
  if (message.canary && canaryRejected(own)) stop = { kind: 'braked', reason: rejections(own, results) };
  if (stop?.kind === 'braked') {
    await brake(store, message.date, { kind: 'rejections', reason: stop.reason, at: clock(), nonce: nonce() });
    // Once it is released, what comes then is counted, and not what led to it.
    Object.assign(all, { submitted: 0, rejected: 0 });
  }
  return done({ ...outcomeOf(held.ledger(), stop, afterCrash), submitted: own.submitted, tally: tally(held.ledger()) });
}

/** The message for one recipient, unless they have left, or do not want this one any more. One that can't be composed must not stop the others. */
async function address(issue: FrozenIssue, roster: Roster | undefined, id: string): Promise<Outgoing> {
  const subscriber = roster?.subscribers[id];
  const edition = subscriber?.state === 'active' ? issue.editionFor(subscriber.choice) : undefined;
  if (!subscriber || !edition) return { id, kind: 'left' };
  try {
    return { id, kind: 'mail', mail: (await issue.compose(edition))(id, subscriber) };
  } catch (error) {
    return { id, kind: 'unfit', reason: `no message could be composed: ${String(error)}` };
  }
}

const unsent = (window: readonly string[], stop: Stop): Submitted => ({ results: new Map(window.map((id) => [id, { state: 'unsent' }])), stop });

function rejections({ submitted, rejected }: Answers, results: ReadonlyMap<string, Result>): string {
  const last = [...results.values()].flatMap((result) => (result.state === 'rejected' ? [result.reason] : [])).at(-1);
  return `SES rejects ${rejected} of ${submitted + rejected}${last === undefined ? '' : `, the last: ${last}`}`;
}

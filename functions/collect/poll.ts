/** One poll of one feed: fetch, parse, write what is new, then remember it. In this order a crash repeats items but loses none. */
import type { Feed, FeedState, Fetched, FetchFailure } from '../model/feed.ts';
import type { Clock, Fetch, Store } from '../ports.ts';
import { addressOf, afterFailure, afterSuccess, type Change, heldUntil, hostBusyUntil, mergedWith, sightsToMove, type When } from './change.ts';
import { freshItems, seenAfter } from './diff.ts';
import type { Parse } from './parser.ts';
import { type FeedReport, notReached } from './report.ts';
import { isDue } from './schedule.ts';
import { readState, type StoredState, writeItems, writeState } from './state.ts';

export interface PollPorts {
  readonly store: Store;
  readonly fetch: Fetch;
  readonly parse: Parse;
  readonly clock: Clock;
  /** A string that never came before: names the writer of an object. */
  readonly nonce: () => string;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface PollOptions {
  readonly everyMinutes: number;
  /** Polls feeds that are not due, and those that were gone for good, too. */
  readonly all?: boolean;
}

export interface Poll {
  readonly report: FeedReport;
  /** Until when the feed's host wants to be left alone. ISO time. */
  readonly busyUntil?: string | undefined;
}

/** What a poll came to: its outcome, and what the state becomes. */
interface Polled extends Pick<FeedReport, 'outcome' | 'items' | 'fresh' | 'reason' | 'detail'> {
  readonly change: Change;
  readonly busyUntil?: string | undefined;
}

/** Never throws for what a feed or its server does; rejects if the store does. */
export async function pollFeed(ports: PollPorts, feed: Feed, options: PollOptions): Promise<Poll> {
  const report = notReached(feed);
  const stored = await readState(ports.store, feed.id);
  if (stored.kind === 'corrupt') return { report: { ...report, outcome: 'failed', reason: 'stored-state', detail: stored.detail } };
  const { state } = stored;
  if (state && !options.all) {
    if (state.retired !== undefined) return { report: { ...report, outcome: 'retired', failures: state.failures, ...(state.lastFailure !== undefined && { detail: state.lastFailure }) } };
    if (!isDue(state, ports.clock(), options.everyMinutes)) return { report: { ...report, outcome: 'not-due', nextPoll: state.nextPoll, failures: state.failures } };
  }
  const { change, busyUntil, ...result } = await poll(ports, feed, options, state);
  const kept = await keep(ports, feed, stored, change);
  if (kept !== undefined) return { report: { ...report, ...result, outcome: 'failed', reason: 'stored-state', detail: kept }, busyUntil };
  const { moved, nextPoll } = change;
  const movedTo = moved && moved.sights >= sightsToMove ? moved.to : undefined;
  return { report: { ...report, ...result, nextPoll, failures: change.failures, ...(movedTo !== undefined && { movedTo }) }, busyUntil };
}

/** Puts a feed off that was not asked, or was before its host complained. */
export async function holdFeed(ports: PollPorts, feed: Feed, until: string): Promise<void> {
  const stored = await readState(ports.store, feed.id);
  if (stored.kind === 'state') await keep(ports, feed, stored, heldUntil(stored.state, until), (state) => heldUntil(state, until));
}

async function poll(ports: PollPorts, feed: Feed, options: PollOptions, state: FeedState | undefined): Promise<Polled> {
  const when = (now = ports.clock()): When => ({ now, everyMinutes: options.everyMinutes, random: ports.random() });
  const failed = (failure: Omit<FetchFailure, 'kind'>, at = when()): Polled => {
    const change = afterFailure(feed, state, failure, at);
    const outcome = failure.reason === 'not-a-feed' ? 'not-a-feed' : 'failed';
    return { outcome, items: 0, fresh: 0, reason: failure.reason, detail: failure.detail, change };
  };
  const fetched = await fetchSafely(ports.fetch, addressOf(feed, state), state?.validators ?? {});
  if (fetched.kind === 'failed') {
    const polled = failed(fetched);
    return { ...polled, busyUntil: hostBusyUntil(feed, fetched, when()) };
  }
  if (fetched.kind === 'not-modified') return { outcome: 'not-modified', items: 0, fresh: 0, change: afterSuccess(feed, state, fetched, undefined, when()) };
  const parsed = await ports.parse(fetched);
  if (parsed.kind !== 'feed') return failed({ reason: 'not-a-feed', ...parsed });
  const { items, rhythm = {} } = parsed;
  // The time of the poll is taken last before the write: the file's key is by it, and a digest
  // that reads up to a moment must find every file of before that moment written, or nearly.
  const now = ports.clock();
  const seen = state?.seen ?? {};
  const fresh = freshItems(items, seen, feed.id, now);
  if (fresh.length > 0) {
    const written = await writeItems(ports.store, now, feed.id, fresh, ports.nonce());
    if (written.kind === 'corrupt') return { ...failed({ reason: 'stored-state', detail: written.detail }, when(now)), items: items.length };
    if (written.kind === 'others') {
      // Only what that file holds is safe. The validators stay: the next poll must get the document, to find the others.
      const safe = new Set([...Object.keys(seen), ...written.ids]);
      const found = { validators: state?.validators ?? {}, rhythm, seen: seenAfter(seen, items.filter(({ id }) => safe.has(id)), now), fresh: 0 };
      return { outcome: 'nothing-new', items: items.length, fresh: 0, change: afterSuccess(feed, state, fetched, found, when(now)) };
    }
  }
  const found = { validators: fetched.validators, rhythm, seen: seenAfter(seen, items, now, fetched.partial), fresh: fresh.length };
  const change = afterSuccess(feed, state, fetched, found, when(now));
  return { outcome: fresh.length > 0 ? 'new' : 'nothing-new', items: items.length, fresh: fresh.length, change };
}

/** The port promises not to throw; a bug in it that one address brings out must not stop the others for ever. */
async function fetchSafely(fetch: Fetch, url: string, validators: FeedState['validators']): Promise<Fetched> {
  try {
    return await fetch(url, validators);
  } catch (error) {
    return { kind: 'failed', reason: 'internal', detail: `fetching it failed: ${String(error).replace(/\s+/g, ' ').slice(0, 200)}` };
  }
}

const attempts = 5;

/**
 * Swaps the state in. If somebody wrote meanwhile, a success is merged with what
 * they saw, a failure gives way to them, and `again` says what else to make of
 * theirs. Gives what went wrong.
 */
async function keep(ports: PollPorts, feed: Feed, read: StoredState, change: Change, again?: (state: FeedState | undefined) => Change): Promise<string | undefined> {
  let { state, etag } = read;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const merged = again ? again(state) : attempt > 0 && state ? mergedWith(change, state) : change;
    const next: FeedState = { version: 1, nonce: ports.nonce(), url: feed.url, ...merged };
    if (await writeState(ports.store, feed.id, next, etag)) return undefined;
    if (!again && change.failures > 0) return undefined;
    const anew = await readState(ports.store, feed.id);
    if (anew.kind === 'corrupt') return anew.detail;
    ({ state, etag } = anew);
  }
  return 'its state could not be written: other runs kept writing it; its items may come a second time';
}

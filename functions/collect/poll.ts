/** One poll of one feed: fetch, parse, write what is new, then remember it. In this order a crash repeats items but loses none. */
import type { Feed, FeedState, Fetched, FetchedDocument, FetchFailure, Validators } from '../model/feed.ts';
import type { Clock, Fetch, Store } from '../ports.ts';
import { freshItems, mergeSeen, seenAfter } from './diff.ts';
import { parseFeed } from './parse.ts';
import { isDue, nextAfterFailure, nextAfterSuccess } from './schedule.ts';
import { readState, writeItems, writeState, type StoredState } from './state.ts';

export interface PollPorts {
  readonly store: Store;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** A string that never came before: names the writer of an object. */
  readonly nonce: () => string;
}

export interface PollOptions {
  readonly everyMinutes: number;
  /** Polls feeds that are not due, too. */
  readonly all?: boolean;
}

export interface FeedReport {
  readonly feed: string;
  readonly name: string;
  readonly url: string;
  readonly outcome: 'new' | 'nothing-new' | 'not-modified' | 'not-due' | 'failed' | 'not-a-feed' | 'not-reached';
  /** Items in the document. */
  readonly items: number;
  /** Of these, new ones. */
  readonly fresh: number;
  /** What went wrong, in one line. */
  readonly detail?: string;
  /** ISO time. */
  readonly nextPoll?: string;
}

/** What a poll came to: its outcome, and what the state becomes. */
interface Polled extends Pick<FeedReport, 'outcome' | 'items' | 'fresh'> {
  readonly detail?: string;
  readonly change: Change;
}
type Change = Pick<FeedState, 'validators' | 'seen' | 'lastPoll' | 'nextPoll' | 'failures'> & { readonly lastSuccess?: string; readonly lastFailure?: string };

/** Never throws for what a feed or its server does; rejects if the store does. */
export async function pollFeed(ports: PollPorts, feed: Feed, options: PollOptions): Promise<FeedReport> {
  const report = report0(feed);
  const stored = await readState(ports.store, feed.id);
  if (stored.kind === 'corrupt') return { ...report, outcome: 'failed', detail: stored.detail };
  const { state } = stored;
  if (state && !options.all && !isDue(state.nextPoll, ports.clock(), options.everyMinutes)) {
    return { ...report, outcome: 'not-due', nextPoll: state.nextPoll };
  }
  const polled = await poll(ports, feed, options, state);
  const { change, ...result } = polled;
  const kept = await keep(ports, feed, stored, change, polled.outcome === 'failed' || polled.outcome === 'not-a-feed');
  if (kept !== undefined) return { ...report, ...result, outcome: 'failed', detail: kept };
  return { ...report, ...result, nextPoll: change.nextPoll };
}

/** A report on a feed of which nothing is known yet. */
export const report0 = ({ id, name, url }: Feed): FeedReport => ({ feed: id, name, url, outcome: 'not-reached', items: 0, fresh: 0 });

async function poll(ports: PollPorts, feed: Feed, options: PollOptions, state: FeedState | undefined): Promise<Polled> {
  const { everyMinutes } = options;
  const fetched = await fetchSafely(ports.fetch, feed.url, state?.validators ?? {});
  if (fetched.kind === 'failed') return failed('failed', fetched.detail, ports.clock(), everyMinutes, state, fetched);
  if (fetched.kind === 'not-modified') {
    const change = succeeded(ports.clock(), everyMinutes, state?.validators ?? {}, state?.seen ?? {});
    return { outcome: 'not-modified', items: 0, fresh: 0, change };
  }
  const parsed = await parseSafely(fetched);
  if (parsed.kind !== 'feed') return failed(parsed.kind, parsed.detail, ports.clock(), everyMinutes, state);
  const { items } = parsed;
  // The time of the poll is taken last before the write: the file's key is by it, and a digest
  // that reads up to a moment must find every file of before that moment written, or nearly.
  const now = ports.clock();
  const seen = state?.seen ?? {};
  const fresh = freshItems(items, seen, feed.id, now);
  const counts = { items: items.length, fresh: fresh.length };
  const held = items.map(({ id }) => id);
  if (fresh.length > 0) {
    const written = await writeItems(ports.store, now, feed.id, fresh, ports.nonce());
    if (written.kind === 'corrupt') return { ...failed('failed', written.detail, now, everyMinutes, state), items: items.length };
    if (written.kind === 'others') {
      // Only what that file holds is safe. The validators stay: the next poll must get the document, to find the others.
      const safe = new Set([...Object.keys(seen), ...written.ids]);
      const change = succeeded(now, everyMinutes, state?.validators ?? {}, seenAfter(seen, held.filter((id) => safe.has(id)), now));
      return { outcome: 'nothing-new', items: items.length, fresh: 0, change };
    }
  }
  return { outcome: fresh.length > 0 ? 'new' : 'nothing-new', ...counts, change: succeeded(now, everyMinutes, fetched.validators, seenAfter(seen, held, now)) };
}

/** The port promises not to throw; a bug in it that one address brings out must not stop the others for ever. */
async function fetchSafely(fetch: Fetch, url: string, validators: Validators): Promise<Fetched> {
  try {
    return await fetch(url, validators);
  } catch (error) {
    return { kind: 'failed', reason: 'unreachable', detail: `fetching it failed: ${oneLine(error)}` };
  }
}

const oneLine = (error: unknown): string => String(error).replace(/\s+/g, ' ').slice(0, 200);

/** Whatever a hostile document finds a way to break breaks this feed only. */
async function parseSafely(document: FetchedDocument): Promise<Awaited<ReturnType<typeof parseFeed>> | { kind: 'failed'; detail: string }> {
  try {
    return await parseFeed(document);
  } catch (error) {
    return { kind: 'failed', detail: `reading it failed: ${oneLine(error)}` };
  }
}

function succeeded(now: Date, everyMinutes: number, validators: FeedState['validators'], seen: FeedState['seen']): Change {
  const at = now.toISOString();
  return { validators, seen, lastPoll: at, nextPoll: nextAfterSuccess(now, everyMinutes), failures: 0, lastSuccess: at };
}

/** Validators and seen stay as they were. */
function failed(outcome: 'failed' | 'not-a-feed', detail: string, now: Date, everyMinutes: number, state: FeedState | undefined, failure?: FetchFailure): Polled {
  const failures = (state?.failures ?? 0) + 1;
  const nextPoll = nextAfterFailure(now, everyMinutes, failures, failure?.retryAfter);
  const change: Change = {
    validators: state?.validators ?? {}, seen: state?.seen ?? {}, lastPoll: now.toISOString(), nextPoll, failures,
    ...(state?.lastSuccess !== undefined && { lastSuccess: state.lastSuccess }), lastFailure: detail,
  };
  return { outcome, items: 0, fresh: 0, detail, change };
}

const attempts = 5;

/** Swaps the state in. A failure gives way to whoever wrote meanwhile; a success is merged with what they saw. Gives what went wrong. */
async function keep(ports: PollPorts, feed: Feed, read: StoredState, change: Change, isFailure: boolean): Promise<string | undefined> {
  let { state, etag } = read;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const seen = state && attempt > 0 ? mergeSeen(state.seen, change.seen) : change.seen;
    const lastFailure = change.lastFailure ?? state?.lastFailure;
    const next: FeedState = { version: 1, nonce: ports.nonce(), url: feed.url, ...change, seen, ...(lastFailure !== undefined && { lastFailure }) };
    if (await writeState(ports.store, feed.id, next, etag)) return undefined;
    if (isFailure) return undefined;
    const again = await readState(ports.store, feed.id);
    if (again.kind === 'corrupt') return again.detail;
    ({ state, etag } = again);
  }
  return 'its state could not be written: other runs kept writing it; its items may come a second time';
}

/** What a poll makes of a feed's state: pure decisions. */
import type { Answer, Feed, FeedState, FetchFailure, Rhythm, Validators } from '../model/feed.ts';
import { mergeSeen, type Seen } from './diff.ts';
import { holdUntil, nextAfterFailure, nextAfterSuccess } from './schedule.ts';

/** The state but for what its writer adds. */
export type Change = Omit<FeedState, 'version' | 'nonce' | 'url'>;

export interface When {
  readonly now: Date;
  readonly everyMinutes: number;
  /** 0 to 1. */
  readonly random: number;
}

/** Answers in a row that must come from the same address by permanent redirects, before it takes the place of the configured one. */
export const sightsToMove = 3;

/** The address to ask: the configured one, or where it has moved for good. */
export const addressOf = (feed: Feed, state: FeedState | undefined): string =>
  state?.moved && state.moved.sights >= sightsToMove ? state.moved.to : feed.url;

/** What a document gave; for an answer "not modified" there is none. */
export interface Found {
  readonly validators: Validators;
  readonly rhythm: Rhythm;
  readonly seen: Seen;
  readonly fresh: number;
}

export function afterSuccess(feed: Feed, state: FeedState | undefined, answer: Answer, found: Found | undefined, { now, everyMinutes }: When): Change {
  const at = now.toISOString();
  const rhythm = found?.rhythm ?? state?.rhythm;
  return {
    validators: found?.validators ?? state?.validators ?? {},
    seen: found?.seen ?? state?.seen ?? {},
    rhythm,
    lastPoll: at,
    nextPoll: nextAfterSuccess(now, everyMinutes, answer, rhythm),
    holdUntil: holdUntil(now, answer.retryAfter),
    lastSuccess: at,
    lastFresh: found && found.fresh > 0 ? at : state?.lastFresh,
    failures: 0,
    lastFailure: state?.lastFailure,
    moved: movedAfter(feed, state, answer.movedTo),
  };
}

function movedAfter(feed: Feed, state: FeedState | undefined, movedTo: string | undefined): FeedState['moved'] {
  if (movedTo === undefined) return addressOf(feed, state) === feed.url ? undefined : state?.moved;
  return { to: movedTo, sights: movedTo === state?.moved?.to ? state.moved.sights + 1 : 1 };
}

/** What was seen stays as it was. */
export function afterFailure(feed: Feed, state: FeedState | undefined, failure: Pick<FetchFailure, 'detail' | 'gone' | 'retryAfter'>, when: When): Change {
  const at = when.now.toISOString();
  const failures = (state?.failures ?? 0) + 1;
  const asConfigured = addressOf(feed, state) === feed.url;
  return {
    // Those of another address mean nothing to the configured one.
    validators: (asConfigured ? state?.validators : undefined) ?? {},
    seen: state?.seen ?? {},
    rhythm: state?.rhythm,
    lastPoll: at,
    nextPoll: nextAfterFailure(when.now, when.everyMinutes, failures, failure.retryAfter, when.random),
    holdUntil: holdUntil(when.now, failure.retryAfter),
    lastSuccess: state?.lastSuccess,
    lastFresh: state?.lastFresh,
    failures,
    failingSince: state?.failingSince ?? at,
    lastFailure: failure.detail,
    retired: failure.gone && asConfigured ? at : undefined,
    // Where it had moved to, it no longer is: the configured address is asked next.
    moved: asConfigured ? state?.moved : undefined,
  };
}

/**
 * Until when the feed's host wants to be left alone by all of us; undefined where
 * it did not say so. Not for as long as this feed backs off: one that is refused
 * again and again must not hold up the others.
 */
export function hostBusyUntil(feed: Feed, failure: FetchFailure, { now, everyMinutes }: When): string | undefined {
  if (failure.host !== new URL(feed.url).host) return undefined;
  // 503 alone can be this feed's trouble; with Retry-After it speaks for the server.
  const busy = failure.status === 429 || (failure.status === 503 && failure.retryAfter !== undefined);
  return busy ? nextAfterFailure(now, everyMinutes, 1, failure.retryAfter) : undefined;
}

/** A state that is to be stored, after what somebody stored meanwhile: what they saw, and a hold that they know of, stay. */
export function mergedWith(change: Change, { seen, holdUntil: held, nextPoll }: FeedState): Change {
  const merged = { ...change, seen: mergeSeen(seen, change.seen) };
  return held !== undefined && held > (change.holdUntil ?? change.lastPoll ?? '') ? { ...merged, holdUntil: held, nextPoll: nextPoll > change.nextPoll ? nextPoll : change.nextPoll } : merged;
}

/** The state of a feed whose host asked to be left alone until then. */
export function heldUntil(state: FeedState | undefined, until: string): Change {
  const later = (time: string | undefined): string => (time !== undefined && time > until ? time : until);
  if (!state) return { validators: {}, seen: {}, failures: 0, nextPoll: until, holdUntil: until };
  const { version: _, nonce: __, url: ___, ...rest } = state;
  return { ...rest, nextPoll: later(rest.nextPoll), holdUntil: later(rest.holdUntil) };
}

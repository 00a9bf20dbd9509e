/** When a feed is polled: pure decisions. */
import type { Answer, FeedState, Rhythm } from '../model/feed.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A newsletter is daily: whatever a feed asks for, it is looked at once a day, hours and days to skip aside. */
const longest = 24 * hour;

/**
 * Whether a feed is due. Schedules jitter by up to a minute: a poll that comes
 * a little early (a tenth of the interval, or that minute) is not put off for
 * a whole interval. What a server asked for with Retry-After is kept to the second.
 */
export function isDue({ nextPoll, holdUntil }: Pick<FeedState, 'nextPoll' | 'holdUntil'>, now: Date, everyMinutes: number): boolean {
  if (holdUntil !== undefined && Date.parse(holdUntil) > now.getTime()) return false;
  const interval = everyMinutes * minute;
  const slack = Math.max(interval / 10, Math.min(minute, interval / 2));
  const next = Date.parse(nextPoll);
  // A time that can't be read must not keep a feed from ever being polled.
  return Number.isNaN(next) || next <= now.getTime() + slack;
}

/**
 * The next poll after one that went well: after the interval, or later, where
 * the feed (ttl) or its server (freshness, Retry-After) said so, but within a
 * day; and not within the hours and days that the feed says to skip.
 */
export function nextAfterSuccess(now: Date, everyMinutes: number, { freshFor = 0, retryAfter = 0 }: Answer = {}, rhythm: Rhythm = {}): string {
  const interval = everyMinutes * minute;
  const asked = Math.max((rhythm.ttl ?? 0) * minute, freshFor * 1000, retryAfter * 1000);
  return outsideOf(rhythm, now.getTime() + Math.max(interval, Math.min(asked, longest))).toISOString();
}

/** The first moment from `time` on that the rhythm does not skip; `time` where it skips all. */
function outsideOf({ skipHours = [], skipDays = [] }: Rhythm, time: number): Date {
  const skipped = (at: Date): boolean => skipHours.includes(at.getUTCHours()) || skipDays.includes(at.getUTCDay());
  for (let hours = 0; hours <= 8 * 24; hours++) {
    const at = new Date(hours === 0 ? time : (Math.floor(time / hour) + hours) * hour);
    if (!skipped(at)) return at;
  }
  return new Date(time);
}

/**
 * The next poll after `failures` failures in a row (1 or more): the interval,
 * doubled with each further failure up to a day, and up to a quarter less of it
 * by `random` (0 to 1), so that feeds that failed together part ways; later if
 * the server asked to be left alone for longer (`retryAfter`, seconds), a day at most.
 */
export function nextAfterFailure(now: Date, everyMinutes: number, failures: number, retryAfter = 0, random = 0): string {
  const interval = everyMinutes * minute;
  const backoff = Math.min(interval * 2 ** Math.min(failures - 1, 20), Math.max(longest, interval)) * (1 - random / 4);
  return new Date(now.getTime() + Math.max(Math.round(backoff), holdMs(retryAfter))).toISOString();
}

/** Until when a server wants to be left alone; undefined where it did not say. */
export const holdUntil = (now: Date, retryAfter: number | undefined): string | undefined =>
  retryAfter === undefined || retryAfter <= 0 ? undefined : new Date(now.getTime() + holdMs(retryAfter)).toISOString();

const holdMs = (retryAfter: number): number => Math.min(Math.max(retryAfter, 0) * 1000, longest);

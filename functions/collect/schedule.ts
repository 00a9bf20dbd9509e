/** When a feed is polled: pure decisions. */

const minute = 60_000;
const longest = 24 * 60 * minute;

/**
 * Whether a feed is due. Schedules jitter by up to a minute: a poll that comes
 * a little early (a tenth of the interval, or that minute) is not put off for
 * a whole interval.
 */
export function isDue(nextPoll: string, now: Date, everyMinutes: number): boolean {
  const interval = everyMinutes * minute;
  const slack = Math.max(interval / 10, Math.min(minute, interval / 2));
  const next = Date.parse(nextPoll);
  // A time that can't be read must not keep a feed from ever being polled.
  return Number.isNaN(next) || next <= now.getTime() + slack;
}

/** The next poll after one that went well. */
export const nextAfterSuccess = (now: Date, everyMinutes: number): string => new Date(now.getTime() + everyMinutes * minute).toISOString();

/**
 * The next poll after `failures` failures in a row (1 or more): the interval,
 * doubled with each further failure up to a day; later if the server asked to
 * be left alone for longer (`retryAfter`, seconds), a day at most.
 */
export function nextAfterFailure(now: Date, everyMinutes: number, failures: number, retryAfter = 0): string {
  const interval = everyMinutes * minute;
  const backoff = Math.min(interval * 2 ** Math.min(failures - 1, 20), Math.max(longest, interval));
  const asked = Math.min(Math.max(retryAfter, 0) * 1000, longest);
  return new Date(now.getTime() + Math.max(backoff, asked)).toISOString();
}

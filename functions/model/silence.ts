/** Since when a feed gives no answer: what the operator's status and the digest tell of it. */
import type { FeedState } from './feed.ts';

const day = 86_400_000;

/** ISO time of the last poll that went well, or of the first that did not where none ever has; undefined for a feed that is well. */
export function silentSince({ failures, lastSuccess, failingSince }: FeedState): string | undefined {
  return failures === 0 ? undefined : (lastSuccess ?? failingSince);
}

/** Whether a feed has failed for so many days: not since it last answered, as one that is asked rarely need not be in trouble. */
export const isSilent = ({ failures, failingSince }: FeedState, now: Date, days: number): boolean =>
  failures > 0 && failingSince !== undefined && now.getTime() - Date.parse(failingSince) >= days * day;

/** Whether a feed answers and has had nothing new for so many days; one that never had any has not begun. */
export const isQuiet = ({ failures, lastFresh }: FeedState, now: Date, days: number): boolean =>
  failures === 0 && lastFresh !== undefined && now.getTime() - Date.parse(lastFresh) >= days * day;

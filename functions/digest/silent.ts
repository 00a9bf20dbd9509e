import pMap from 'p-map';
import type { Config } from '../config.ts';
import { feedKey } from '../keys.ts';
import { type FeedState, feedsOf } from '../model/feed.ts';
import type { SilentFeed } from '../model/issue.ts';
import { isQuiet, isSilent, silentSince } from '../model/silence.ts';
import { read } from '../objects.ts';
import type { Store } from '../ports.ts';

/** The feeds that have failed for days, in the newsletter's order: readers wonder where they are. */
export const silentFeeds = (store: Store, config: Config, now: Date): Promise<SilentFeed[]> =>
  ofFeeds(store, config, (name, state) => (isSilent(state, now, config.collect.silentAfterDays) ? [{ name, since: silentSince(state)! }] : []));

/** The names of those that the operator is to look at: they fail for days, are gone for good, or answer and have had nothing new for weeks. */
export const feedsToLookAt = (store: Store, config: Config, now: Date): Promise<string[]> =>
  ofFeeds(store, config, (name, state) =>
    state.retired !== undefined || isSilent(state, now, config.collect.silentAfterDays) || isQuiet(state, now, config.watch.quietAfterDays) ? [name] : []);

async function ofFeeds<T>(store: Store, config: Config, judge: (name: string, state: FeedState) => T[]): Promise<T[]> {
  const found = await pMap(feedsOf(config), async ({ id, name }): Promise<T[]> => {
    // A state that can't be read is the collect stage's to report; no issue waits for it.
    const state = await read<FeedState>(store, feedKey(id)).catch(() => undefined);
    return state ? judge(name, state) : [];
  }, { concurrency: 32 });
  return found.flat();
}

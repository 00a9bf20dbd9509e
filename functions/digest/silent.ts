import pMap from 'p-map';
import type { Config } from '../config.ts';
import { feedKey } from '../keys.ts';
import { type FeedState, feedsOf } from '../model/feed.ts';
import type { SilentFeed } from '../model/issue.ts';
import { isSilent, silentSince } from '../model/silence.ts';
import { read } from '../objects.ts';
import type { Store } from '../ports.ts';

/** The feeds that have failed for days, in the newsletter's order: readers wonder where they are. */
export async function silentFeeds(store: Store, config: Config, now: Date): Promise<SilentFeed[]> {
  const found = await pMap(feedsOf(config), async ({ id, name }): Promise<SilentFeed[]> => {
    // A state that can't be read is the collect stage's to report; no issue waits for it.
    const state = await read<FeedState>(store, feedKey(id)).catch(() => undefined);
    return state && isSilent(state, now, config.collect.silentAfterDays) ? [{ name, since: silentSince(state)! }] : [];
  }, { concurrency: 32 });
  return found.flat();
}

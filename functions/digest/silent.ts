import pMap from 'p-map';
import type { Config } from '../config.ts';
import { feedKey } from '../keys.ts';
import { type FeedState, feedsOf } from '../model/feed.ts';
import type { SilentFeed } from '../model/issue.ts';
import { isQuiet, isSilent, silentSince } from '../model/silence.ts';
import { read } from '../objects.ts';
import type { Store } from '../ports.ts';

/** A feed with its poll state. */
export interface PolledFeed {
  readonly name: string;
  readonly state: FeedState;
}

/** The states of all feeds, in the newsletter's order. One that can't be read is the collect stage's to report: no issue waits for it. */
export async function polledFeeds(store: Store, config: Config): Promise<PolledFeed[]> {
  const found = await pMap(feedsOf(config), async ({ id, name }): Promise<PolledFeed[]> => {
    const state = await read<FeedState>(store, feedKey(id)).catch(() => undefined);
    return state ? [{ name, state }] : [];
  }, { concurrency: 32 });
  return found.flat();
}

/** Those that have failed for days: readers wonder where they are. */
export const silentFeeds = (feeds: readonly PolledFeed[], { collect }: Pick<Config, 'collect'>, now: Date): SilentFeed[] =>
  feeds.flatMap(({ name, state }) => (isSilent(state, now, collect.silentAfterDays) ? [{ name, since: silentSince(state)! }] : []));

/** The names of those that the operator is to look at: they fail for days, are gone for good, or answer and have had nothing new for weeks. */
export const feedsToLookAt = (feeds: readonly PolledFeed[], { collect, watch }: Pick<Config, 'collect' | 'watch'>, now: Date): string[] =>
  feeds.flatMap(({ name, state }) => (state.retired !== undefined || isSilent(state, now, collect.silentAfterDays) || isQuiet(state, now, watch.quietAfterDays) ? [name] : []));

import { subscribersKey } from '../keys.ts';
import type { Roster } from '../model/subscriber.ts';
import { parseStored } from '../objects.ts';
import type { Store } from '../ports.ts';

/** Yields the subscribers of a shard as they are now. */
export type Rosters = (shard: string) => Promise<Roster | undefined>;

/**
 * Reads the shards of a store again and again: what has not changed since is
 * neither fetched nor parsed anew. Keeps the one that was asked for last, since
 * a worker is often given several parts of one shard after each other.
 */
export function rosterReader(store: Store): Rosters {
  let last: { readonly shard: string; readonly etag: string; readonly roster: Roster } | undefined;
  return async (shard) => {
    const key = subscribersKey(shard);
    const known = last?.shard === shard ? last : undefined;
    const stored = known ? await store.getIfChanged(key, known.etag) : await store.get(key);
    if (known && stored === 'unchanged') return known.roster;
    last = undefined;
    if (stored === undefined || stored === 'unchanged') return undefined;
    last = { shard, etag: stored.etag, roster: parseStored<Roster>(key, stored.body) };
    return last.roster;
  };
}

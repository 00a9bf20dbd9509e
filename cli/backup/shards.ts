/** Shards of the list that a restore has left alone, beside those of the backup. */
import { join } from 'node:path';
import pMap from 'p-map';
import type { Roster } from '../../functions/model/subscriber.ts';
import { parseStored, read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { bytesOf } from './private-file.ts';

/** Subscribers of the backup that are not in the list now. */
export interface Missing {
  readonly subscribers: number;
  /** In so many shards, each of which was there already. */
  readonly shards: number;
}

export async function missingOf(store: Store, dir: string, keys: readonly string[]): Promise<Missing> {
  const perShard = await pMap(keys, async (key) => {
    const [mine, theirs] = [parseStored<Roster>(key, String(await bytesOf(join(dir, key)))), await read<Roster>(store, key)];
    return Object.keys(mine.subscribers).filter((id) => theirs?.subscribers[id] === undefined).length;
  }, { concurrency: 4 });
  return { subscribers: perShard.reduce((sum, n) => sum + n, 0), shards: perShard.filter((n) => n > 0).length };
}

/** Everyone in the list, shard by shard: a list of a million takes no more memory than one of a few thousand. */
import { prefixes } from '../../functions/keys.ts';
import type { Roster, Subscriber, SubscriberState } from '../../functions/model/subscriber.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';

/** The subscribers of each shard in turn, by address; of these states only, where some are given. */
export async function* shardsOf(store: Store, states?: readonly SubscriberState[]): AsyncGenerator<readonly Subscriber[]> {
  for (const key of await keysUnder(store, prefixes.subscribers)) {
    const all = Object.values((await read<Roster>(store, key))?.subscribers ?? {});
    yield all.filter(({ state }) => states?.includes(state) ?? true).sort((a, b) => (a.address < b.address ? -1 : 1));
  }
}

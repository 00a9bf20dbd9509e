import { deliveryKey, subscribersKey } from '../keys.ts';
import type { Roster } from '../model/subscriber.ts';
import { read } from '../objects.ts';
import type { ShardMessage, Store } from '../ports.ts';
import { type Ledger, type Lease, newLedger, open, takeOver } from './ledger.ts';

/** A ledger that this worker holds: every write checks that it still does. */
export interface HeldLedger {
  readonly ledger: () => Ledger;
  /** False where another worker has taken the ledger over: stop, and write no more. */
  write(next: Ledger): Promise<boolean>;
}

export type Hold =
  | { readonly kind: 'held'; readonly held: HeldLedger }
  /** Everyone on it is settled. */
  | { readonly kind: 'finished'; readonly ledger: Ledger }
  /** Another worker is at it. */
  | { readonly kind: 'taken'; readonly by: Lease };

/**
 * Takes hold of a shard's ledger, and makes it where it is the shard's first:
 * the subscribers who are active then are those it is for. `lives` tells
 * whether the worker of a lease may still be at work.
 */
export async function hold(
  store: Store,
  { date, shard }: ShardMessage,
  lease: Lease,
  nonce: () => string,
  lives: (lease: Lease) => boolean,
): Promise<Hold> {
  const key = deliveryKey(date, shard);
  const stored = await store.get(key);
  if (!stored) {
    const roster = await read<Roster>(store, subscribersKey(shard));
    const active = Object.entries(roster?.subscribers ?? {}).flatMap(([id, { state }]) => (state === 'active' ? [id] : []));
    const ledger = newLedger(active, lease, nonce());
    const written = await store.create(key, JSON.stringify(ledger));
    return written.kind === 'created'
      ? { kind: 'held', held: heldLedger(store, key, ledger, written.etag) }
      : hold(store, { date, shard }, lease, nonce, lives);
  }
  const found = JSON.parse(stored.body) as Ledger;
  const unsettled = open(found).length + Object.values(found.entries).filter(({ state }) => state === 'claimed').length;
  if (unsettled === 0) return { kind: 'finished', ledger: found };
  if (found.lease && lives(found.lease)) return { kind: 'taken', by: found.lease };
  const ledger = takeOver(found, lease, nonce());
  const written = await store.replace(key, JSON.stringify(ledger), stored.etag);
  return written.kind === 'replaced'
    ? { kind: 'held', held: heldLedger(store, key, ledger, written.etag) }
    : hold(store, { date, shard }, lease, nonce, lives);
}

function heldLedger(store: Store, key: string, first: Ledger, firstTag: string): HeldLedger {
  let current = first;
  let etag = firstTag;
  return {
    ledger: () => current,
    async write(next) {
      const written = await store.replace(key, JSON.stringify(next), etag);
      if (written.kind === 'conflict') return false;
      current = next;
      etag = written.etag;
      return true;
    },
  };
}

import { deliveryKey } from '../keys.ts';
import type { Choice, Roster } from '../model/subscriber.ts';
import type { ShardMessage, Store } from '../ports.ts';
import { type AfterCrash, isFinished, type Ledger, type Lease, newLedger, takeOver } from './ledger.ts';
import { isOfPart } from './parts.ts';

/** A ledger that this worker works on: every write checks that nobody else does. */
export interface HeldLedger {
  readonly ledger: () => Ledger;
  /** False where another worker was first, or has taken the ledger over: stop, and write no more. The first write takes hold of it. */
  write(next: Ledger): Promise<boolean>;
}

export type Hold =
  | { readonly kind: 'held'; readonly held: HeldLedger }
  /** Everyone on it is settled. */
  | { readonly kind: 'finished'; readonly ledger: Ledger }
  /** Another worker is at it. */
  | { readonly kind: 'taken'; readonly by: Lease };

/**
 * Opens the ledger of a part, or begins it where the part is taken up for the
 * first time: the subscribers who are active then, and want this issue, are those it is for. `lives`
 * tells whether the worker of a lease may still be at work.
 */
export async function hold(
  store: Store,
  message: ShardMessage,
  options: { readonly afterCrash: AfterCrash; readonly nonce: string; readonly roster: () => Promise<Roster | undefined>; readonly isDue: (choice: Choice | undefined) => boolean; readonly lives: (lease: Lease) => boolean },
): Promise<Hold> {
  const key = deliveryKey(message.date, message.shard, message.part);
  const stored = await store.get(key);
  if (!stored) {
    const roster = await options.roster();
    const due = Object.entries(roster?.subscribers ?? {}).flatMap(([id, { state, choice }]) => (state === 'active' && isOfPart(id, message) && options.isDue(choice) ? [id] : []));
    return { kind: 'held', held: heldLedger(store, key, newLedger(due, options.nonce)) };
  }
  const found = JSON.parse(stored.body) as Ledger;
  if (isFinished(found, options.afterCrash)) return { kind: 'finished', ledger: found };
  if (found.lease && options.lives(found.lease)) return { kind: 'taken', by: found.lease };
  return { kind: 'held', held: heldLedger(store, key, takeOver(found), stored.etag) };
}

function heldLedger(store: Store, key: string, first: Ledger, etag?: string): HeldLedger {
  let current = first;
  return {
    ledger: () => current,
    async write(next) {
      const body = JSON.stringify(next);
      const written = etag === undefined ? await store.create(key, body) : await store.replace(key, body, etag);
      if (written.kind === 'exists' || written.kind === 'conflict') return false;
      current = next;
      etag = written.etag;
      return true;
    },
  };
}

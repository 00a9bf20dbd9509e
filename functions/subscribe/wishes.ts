/** Wishes to join, in the bucket: each an object of its own, so that thousands may be made at once. */
import { wishKey } from '../keys.ts';
import { type Subscriber, tokenMatches } from '../model/subscriber.ts';
import { noWish, type Wish } from '../model/wish.ts';
import { read } from '../objects.ts';
import type { Store } from '../ports.ts';

/**
 * Writes a wish down. `cooling`: the last one of that address is more recent
 * than `coolDownMs`, and stands. One request, and two more where there is a wish
 * already. Of several at the same time one is made.
 */
export async function makeWish(store: Store, id: string, wish: Wish, coolDownMs: number): Promise<'made' | 'cooling'> {
  const key = wishKey(id);
  const body = JSON.stringify(wish);
  if ((await store.create(key, body)).kind === 'created') return 'made';
  const stored = await store.get(key);
  // The bucket has just forgotten it.
  if (!stored) return (await store.create(key, body)).kind === 'created' ? 'made' : 'cooling';
  const before = JSON.parse(stored.body) as Wish;
  if (Date.parse(wish.at) - Date.parse(before.at) < coolDownMs) return 'cooling';
  return (await store.replace(key, body, stored.etag)).kind === 'replaced' ? 'made' : 'cooling';
}

/** Takes a wish back whose mail could not be sent, so that it can be made again at once. */
export async function withdrawWish(store: Store, id: string, { token }: Pick<Wish, 'token'>, nonce: string): Promise<void> {
  const stored = await store.get(wishKey(id));
  if (stored && (JSON.parse(stored.body) as Wish).token === token) await store.replace(wishKey(id), JSON.stringify(noWish(nonce)), stored.etag);
}

/** The wish whose link it is, or undefined where id or token is not right. */
export async function wishOf(store: Store, id: string, token: string): Promise<Wish | undefined> {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  const wish = await read<Wish>(store, wishKey(id));
  return wish && wish.token !== '' && tokenMatches(wish.token, token) ? wish : undefined;
}

/** Whether the wish is too old to be confirmed. */
export const isExpired = ({ at }: Wish, now: Date, confirmWithinDays: number): boolean => now.getTime() - Date.parse(at) > confirmWithinDays * 86_400_000;

/** Whether the wish waits for its confirmation: once confirmed, or of before they left, it is none any more. */
export const isPending = (wish: Wish, subscriber: Subscriber | undefined): boolean => wish.token !== '' && subscriber?.state !== 'active' && !(subscriber && subscriber.since > wish.at);

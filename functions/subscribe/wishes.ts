/** Wishes to join, in the bucket: each an object of its own, so that thousands may be made at once. */
import { wishKey } from '../keys.ts';
import { type Subscriber, tokenMatches } from '../model/subscriber.ts';
import { noWish, type Wish } from '../model/wish.ts';
import type { Store, Stored } from '../ports.ts';

const parsed = ({ body }: Stored): Wish => JSON.parse(body) as Wish;
const days = 86_400_000;

export type Made =
  /** `wish` as it now stands; `takeBack` undoes it, where its mail could not be sent. */
  | { readonly kind: 'made'; readonly wish: Wish; readonly takeBack: () => Promise<unknown> }
  /** The last mail of that address is too recent, and its link works. */
  | { readonly kind: 'cooling' };

/**
 * Writes a wish down. One request, and two more where there is a wish already:
 * one that stands keeps its token, so that the links of all its mails work, and
 * whose address it replaces. Of several at the same time one is made.
 */
export async function makeWish(store: Store, id: string, wish: Wish, { coolDownMs, confirmWithinDays }: { readonly coolDownMs: number; readonly confirmWithinDays: number }): Promise<Made> {
  const key = wishKey(id);
  const undone = (etag: string, body: string) => () => store.replace(key, body, etag);
  const created = await store.create(key, JSON.stringify(wish));
  if (created.kind === 'created') return { kind: 'made', wish, takeBack: undone(created.etag, JSON.stringify(noWish(wish.nonce))) };
  const stored = await store.get(key);
  // The bucket has just forgotten it.
  if (!stored) return { kind: 'cooling' };
  const before = parsed(stored);
  const at = new Date(wish.at);
  if (at.getTime() - Date.parse(before.at) < coolDownMs) return { kind: 'cooling' };
  const stands = before.token !== '' && !isExpired(before, at, confirmWithinDays);
  const isMove = stands && before.instead !== undefined && wish.instead === undefined;
  const next: Wish = { ...wish, ...(stands && { token: before.token }), ...(isMove && { consent: before.consent, instead: before.instead }) };
  const replaced = await store.replace(key, JSON.stringify(next), stored.etag);
  return replaced.kind === 'conflict' ? { kind: 'cooling' } : { kind: 'made', wish: next, takeBack: undone(replaced.etag, JSON.stringify({ ...before, nonce: next.nonce })) };
}

/** A wish whose link somebody has; `fulfil` ends it. */
export interface FoundWish {
  readonly wish: Wish;
  readonly fulfil: (nonce: string) => Promise<unknown>;
}

/** The wish whose link it is, or undefined where id or token is not right. */
export async function wishOf(store: Store, id: string, token: string): Promise<FoundWish | undefined> {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  const stored = await store.get(wishKey(id));
  const wish = stored && parsed(stored);
  if (!stored || !wish || wish.token === '' || !tokenMatches(wish.token, token)) return undefined;
  return { wish, fulfil: (nonce) => store.replace(wishKey(id), JSON.stringify(noWish(nonce)), stored.etag) };
}

/** Whether the wish is too old to be confirmed. */
export const isExpired = ({ at }: Wish, now: Date, confirmWithinDays: number): boolean => now.getTime() - Date.parse(at) > confirmWithinDays * days;

/** Whether the wish waits for its confirmation: once confirmed, or of before they left, it is none any more. */
export const isPending = (wish: Wish, subscriber: Subscriber | undefined): boolean => wish.token !== '' && subscriber?.state !== 'active' && !(subscriber && subscriber.since > wish.at);

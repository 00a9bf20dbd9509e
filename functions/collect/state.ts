/** The poll state of a feed and its items files, in the store. */
import { feedKey, itemsKey } from '../keys.ts';
import type { FeedState } from '../model/feed.ts';
import type { Item, ItemsFile } from '../model/item.ts';
import type { Store } from '../ports.ts';

/** A state as stored; undefined tag: there is none yet. */
export interface StoredState {
  readonly state: FeedState | undefined;
  readonly etag: string | undefined;
}
export type ReadState = ({ readonly kind: 'state' } & StoredState) | { readonly kind: 'corrupt'; readonly detail: string };

/** The state of a feed. What can't be read is the operator's to look at: it is not written over. */
export async function readState(store: Store, feed: string): Promise<ReadState> {
  const key = feedKey(feed);
  const stored = await store.get(key);
  if (!stored) return { kind: 'state', state: undefined, etag: undefined };
  const state = parse(stored.body);
  if (!isState(state)) return { kind: 'corrupt', detail: `${key} can't be read: delete it to begin with this feed anew` };
  return { kind: 'state', state, etag: stored.etag };
}

/** Compare-and-swap: false if the stored state is no longer the one that was read. */
export async function writeState(store: Store, feed: string, state: FeedState, etag: string | undefined): Promise<boolean> {
  const key = feedKey(feed);
  const body = JSON.stringify(state);
  if (etag !== undefined && (await store.replace(key, body, etag)).kind === 'replaced') return true;
  if (etag === undefined && (await store.create(key, body)).kind === 'created') return true;
  // The answer to a write can get lost, and its retry meets what it wrote itself.
  const stored = await store.get(key);
  return stored !== undefined && stored.body === body;
}

export type WrittenItems =
  | { readonly kind: 'written' }
  /** Another poll of the same moment wrote the file; `ids` are what it holds. */
  | { readonly kind: 'others'; readonly ids: readonly string[] }
  | { readonly kind: 'corrupt'; readonly detail: string };

/** Writes what one poll found new, once. */
export async function writeItems(store: Store, at: Date, feed: string, items: readonly Item[], nonce: string): Promise<WrittenItems> {
  const key = itemsKey(at, feed);
  const file: ItemsFile = { version: 1, nonce, feed, items };
  if ((await store.create(key, JSON.stringify(file))).kind === 'created') return { kind: 'written' };
  const found = parse((await store.get(key))?.body ?? '');
  if (!isItemsFile(found)) return { kind: 'corrupt', detail: `${key} is there and can't be read` };
  return found.nonce === nonce ? { kind: 'written' } : { kind: 'others', ids: found.items.map(({ id }) => id) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isState(value: unknown): value is FeedState {
  return isObject(value) && value['version'] === 1 && isObject(value['validators']) && typeof value['nextPoll'] === 'string'
    && typeof value['failures'] === 'number' && isObject(value['seen']) && Object.values(value['seen']).every((day) => typeof day === 'string');
}

function isItemsFile(value: unknown): value is ItemsFile {
  return isObject(value) && Array.isArray(value['items']) && value['items'].every((item) => isObject(item) && typeof item['id'] === 'string');
}

import type { Store } from '../ports.ts';

/** Reads one object again and again; what has not changed is neither fetched nor parsed anew. */
export function reader<T extends object>(store: Store, key: string): () => Promise<T | undefined> {
  let known: { readonly etag: string; readonly value: T } | undefined;
  return async () => {
    const stored = known ? await store.getIfChanged(key, known.etag) : await store.get(key);
    if (stored === 'unchanged') return known?.value;
    known = stored && { etag: stored.etag, value: JSON.parse(stored.body) as T };
    return known?.value;
  };
}

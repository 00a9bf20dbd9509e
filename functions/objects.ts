import type { Store } from './ports.ts';

/**
 * Reads, decides and writes if nobody wrote in between, else decides anew on
 * what is there now: the one way to change a stored object. `decide` gets the
 * object, or undefined where there is none, and returns what to write, or
 * undefined to leave it. Returns what is stored in the end.
 * Throws where others were first 100 times: that is no contention but a fault.
 */
export async function update<T extends object>(
  store: Store,
  key: string,
  decide: (current: T | undefined) => T | undefined,
): Promise<T | undefined> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const stored = await store.get(key);
    const current = stored && parseStored<T>(key, stored.body);
    const next = decide(current);
    if (next === undefined) return current;
    const body = JSON.stringify(next);
    const written = stored ? await store.replace(key, body, stored.etag) : await store.create(key, body);
    if (written.kind === 'created' || written.kind === 'replaced') return next;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(20 * 2 ** attempt, 500)));
  }
  throw new Error(`${key} could not be written: others were first 100 times`);
}

/** Every key with the prefix, from after `after` on. */
export async function keysUnder(store: Store, prefix: string, after?: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix, after)) keys.push(key);
  return keys;
}

/** The stored object of a key, or undefined where there is none. Throws, with the key, on what is not JSON. */
export async function read<T extends object>(store: Store, key: string): Promise<T | undefined> {
  const stored = await store.get(key);
  return stored && parseStored<T>(key, stored.body);
}

/** What a stored text holds. Throws, with the key, on what is not JSON. */
export function parseStored<T>(key: string, body: string): T {
  try {
    return JSON.parse(body) as T;
  } catch (cause) {
    throw new Error(`${key} is not JSON: restore an earlier version of it`, { cause });
  }
}

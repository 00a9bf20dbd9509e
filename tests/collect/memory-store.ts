import type { Store } from '../../functions/ports.ts';

/** A store in memory, with its objects to look at and a hook before each call. */
export function memoryStore(before: (call: 'get' | 'create' | 'replace' | 'list', key: string) => void | Promise<void> = () => {}): Store & { objects: Map<string, { body: string; etag: string }> } {
  const objects = new Map<string, { body: string; etag: string }>();
  let version = 0;
  const put = (key: string, body: string): string => {
    const etag = `"${++version}"`;
    objects.set(key, { body, etag });
    return etag;
  };
  return {
    objects,
    async get(key) {
      await before('get', key);
      return objects.get(key);
    },
    async getIfChanged(key, etag) {
      await before('get', key);
      const stored = objects.get(key);
      return stored?.etag === etag ? 'unchanged' : stored;
    },
    async create(key, body) {
      await before('create', key);
      return objects.has(key) ? { kind: 'exists' } : { kind: 'created', etag: put(key, body) };
    },
    async replace(key, body, etag) {
      await before('replace', key);
      return objects.get(key)?.etag === etag ? { kind: 'replaced', etag: put(key, body) } : { kind: 'conflict' };
    },
    async *list(prefix, after = '') {
      await before('list', prefix);
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    },
    async *listTagged(prefix, after) {
      for await (const key of this.list(prefix, after)) yield { key, etag: objects.get(key)!.etag };
    },
    forgetPast: () => Promise.resolve(),
  };
}

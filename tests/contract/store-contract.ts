import { describe, expect, it } from 'vitest';
import type { Store } from '../../functions/ports.ts';

const writers = 50;
const minutes = 60_000;

/** The promises of the Store port, to be kept by every implementation. `makeStore` gives an empty store, or one whose `prefix` nobody else uses. */
export function storeContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the store on ${name}`, () => {
    it('gives undefined for a key that is not there', async () => {
      expect(await (await makeStore()).get('feeds/none.json')).toBeUndefined();
    });

    it('spares the text of a version that is known', async () => {
      const store = await makeStore();
      const key = 'subscribers/00.json';
      expect(await store.getIfChanged(key, '"0123456789abcdef0123456789abcdef"')).toBeUndefined();
      await store.create(key, 'one');
      const { etag } = (await store.get(key))!;
      expect(await store.getIfChanged(key, etag)).toBe('unchanged');
      const replaced = await store.replace(key, 'two', etag);
      expect(await store.getIfChanged(key, etag)).toEqual({ body: 'two', etag: 'etag' in replaced && replaced.etag });
    });

    it('creates an object once: the second create finds it, and the first body stays', async () => {
      const store = await makeStore();
      const created = await store.create('items/a.json', 'first');
      expect(created).toMatchObject({ kind: 'created', etag: expect.any(String) as string });
      expect(await store.create('items/a.json', 'second')).toEqual({ kind: 'exists' });
      expect(await store.get('items/a.json')).toEqual({ body: 'first', etag: 'etag' in created && created.etag });
    });

    it('replaces the version that the etag names, and no other', async () => {
      const store = await makeStore();
      const key = 'subscribers/00.json';
      await store.create(key, 'one');
      const { etag: first } = (await store.get(key))!;
      const replaced = await store.replace(key, 'two', first);
      expect(replaced.kind).toBe('replaced');
      expect(await store.replace(key, 'three', first)).toEqual({ kind: 'conflict' });
      expect(await store.get(key)).toEqual({ body: 'two', etag: 'etag' in replaced && replaced.etag });
      // The etag that a write gives is as good as the one that a read gives.
      expect((await store.replace(key, 'four', (replaced as { etag: string }).etag)).kind).toBe('replaced');
      expect((await store.get(key))!.body).toBe('four');
    });

    it('does not replace a key that is not there', async () => {
      const store = await makeStore();
      expect(await store.replace('feeds/none.json', 'body', '"0123456789abcdef0123456789abcdef"')).toEqual({ kind: 'conflict' });
      expect(await store.get('feeds/none.json')).toBeUndefined();
    });

    it(`lets one of ${writers} writers create a key`, { timeout: 2 * minutes }, async () => {
      const store = await makeStore();
      for (let round = 0; round < 5; round++) {
        const key = `issues/round-${round}/issue.json`;
        const answers = await Promise.all(range(writers).map((writer) => store.create(key, `writer ${writer}`)));
        const won = answers.flatMap(({ kind }, writer) => (kind === 'created' ? [`writer ${writer}`] : []));
        expect(won).toHaveLength(1);
        expect((await store.get(key))!.body).toBe(won[0]);
      }
    });

    it(`lets one of ${writers} writers replace a version`, { timeout: 2 * minutes }, async () => {
      const store = await makeStore();
      const key = 'feeds/contended.json';
      await store.create(key, 'nobody');
      for (let round = 0; round < 5; round++) {
        const { etag } = (await store.get(key))!;
        const bodies = range(writers).map((writer) => `round ${round} writer ${writer}`);
        const answers = await Promise.all(bodies.map((body) => store.replace(key, body, etag)));
        const won = bodies.filter((_, writer) => answers[writer]!.kind === 'replaced');
        expect(won).toHaveLength(1);
        expect((await store.get(key))!.body).toBe(won[0]);
      }
    });

    it('loses no update of a counter that many raise at once', { timeout: 4 * minutes }, async () => {
      const store = await makeStore();
      const key = 'deliveries/counter.json';
      await store.create(key, JSON.stringify({ count: 0, nonce: '' }));
      const raise = async (nonce: string): Promise<void> => {
        for (;;) {
          const { body, etag } = (await store.get(key))!;
          const { count } = JSON.parse(body) as { count: number };
          if ((await store.replace(key, JSON.stringify({ count: count + 1, nonce }), etag)).kind === 'replaced') return;
        }
      };
      await Promise.all(range(20).map(async (writer) => {
        for (const turn of range(3)) await raise(`${writer}-${turn}`);
      }));
      expect(JSON.parse((await store.get(key))!.body)).toMatchObject({ count: 60 });
    });

    it('lists more than 1,000 keys in UTF-8 order, from after a key, of one prefix', { timeout: 4 * minutes }, async () => {
      const store = await makeStore();
      // Digits, hyphen, dot and slash: where an order by path segment would differ from one by bytes.
      const keys = ['items/a-b/1.json', 'items/a/1.json', 'items/a.json', 'items/a0.json', ...range(1100).map((n) => `items/day/${String(n).padStart(4, '0')}.json`)];
      for (let start = 0; start < keys.length; start += 25) {
        await Promise.all([...keys.slice(start, start + 25)].reverse().map((key) => store.create(key, key)));
      }
      await Promise.all(['issues/x.json', 'item', 'itemsx/1.json'].map((key) => store.create(key, key)));
      const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await collect(store.list('items/'))).toEqual(sorted);
      expect(await collect(store.list('items/', 'items/day/1050.json'))).toEqual(range(49).map((n) => `items/day/${1051 + n}.json`));
      // `after` need not be a key that is there.
      expect(await collect(store.list('items/', 'items/day/1098.jso'))).toEqual(['items/day/1098.json', 'items/day/1099.json']);
      expect(await collect(store.list('items/day/000'))).toHaveLength(10);
      expect(await collect(store.list('items/', 'items/zzz'))).toEqual([]);
      expect(await collect(store.list('none/'))).toEqual([]);
    });

    it('lists keys with the tags that they are read by', async () => {
      const store = await makeStore();
      for (const name of ['a', 'b', 'c']) await store.create(`items/${name}.json`, `first ${name}`);
      await store.create('issues/x.json', 'x');
      await store.replace('items/b.json', 'second b', (await store.get('items/b.json'))!.etag);
      const keys = ['items/a.json', 'items/b.json', 'items/c.json'];
      const tagged = await collect(store.listTagged('items/'));
      expect(tagged).toEqual(await Promise.all(keys.map(async (key) => ({ key, etag: (await store.get(key))!.etag }))));
      for (const { key, etag } of tagged) expect(await store.getIfChanged(key, etag)).toBe('unchanged');
      expect(await collect(store.listTagged('items/', 'items/b.json'))).toEqual(tagged.slice(2));
      expect(await collect(store.listTagged('none/'))).toEqual([]);
    });

    it('forgets the past of an object, and nothing of its present', async () => {
      const store = await makeStore();
      const key = 'subscribers/00.json';
      await store.forgetPast(key);
      expect(await store.get(key)).toBeUndefined();
      await store.create(key, 'one');
      await store.create(`${key}.x`, 'another');
      await store.replace(key, 'two', (await store.get(key))!.etag);
      const { etag } = (await store.get(key))!;
      for (const _again of [1, 2]) await store.forgetPast(key);
      expect(await store.get(key)).toEqual({ body: 'two', etag });
      expect((await store.replace(key, 'three', etag)).kind).toBe('replaced');
      expect((await store.get(`${key}.x`))!.body).toBe('another');
    });

    it('keeps every byte of a text', async () => {
      const store = await makeStore();
      const body = 'Grüße \u{1F305} naïve\r\n\u2028 日本語 \u0000 \uFDD0unsubscribeUrl\uFDD1 \uFEFF e\u0301 é\n';
      await store.create('issues/text.html', body, 'text/html; charset=utf-8');
      expect((await store.get('issues/text.html'))!.body).toBe(body);
      // A byte order mark at the start is a byte like any other.
      await store.create('issues/bom.txt', '\uFEFFstart');
      expect(Buffer.from((await store.get('issues/bom.txt'))!.body)).toEqual(Buffer.from('\uFEFFstart'));
      await store.create('issues/empty.txt', '');
      expect((await store.get('issues/empty.txt'))!.body).toBe('');
    });
  });
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

async function collect<Listed>(listed: AsyncIterable<Listed>): Promise<Listed[]> {
  const all: Listed[] = [];
  for await (const one of listed) all.push(one);
  return all;
}

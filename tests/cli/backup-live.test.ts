import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../cli/backup/backing-up.ts';
import { restore } from '../../cli/backup/restoring.ts';
import type { Store } from '../../functions/ports.ts';
import { temporaryFolder, temporaryStack } from '../fixtures.ts';

const out = { progress: () => undefined };
const head = { by: 'test', from: 'test', begun: '2026-03-02T08:30:00.000Z' };

describe('the backup of a newsletter that goes on meanwhile', () => {
  it('has every item that a feed, as it is in the backup, has given', async () => {
    const { store } = await temporaryStack();
    await store.create('feeds/a.json', '{"seen":{}}');
    await store.create('deliveries/2026-03-01/plan.json', '{}');
    /** A poll writes what is new and then that it has seen it: between the first look at the bucket and the copy of any object. */
    let polled = false;
    const poll = async (): Promise<void> => {
      if (polled) return;
      polled = true;
      await store.create('items/2026-03-02/080000000-a.json', '{"items":["new"]}');
      const before = (await store.get('feeds/a.json'))!;
      await store.replace('feeds/a.json', '{"seen":{"new":1}}', before.etag);
    };
    const live: Store = { ...store, get: async (key) => (await poll(), store.get(key)) };
    const dir = join(temporaryFolder(), 'backup');
    await backUp({ store: live, out }, dir, head);
    const { seen } = JSON.parse(readFileSync(join(dir, 'feeds/a.json'), 'utf8')) as { seen: Record<string, unknown> };
    for (const id of Object.keys(seen)) expect([id, existsSync(join(dir, 'items/2026-03-02/080000000-a.json'))]).toEqual([id, true]);
    expect(polled).toBe(true);
  });

  it('leaves out what no stage writes, says so, and can be restored', async () => {
    const { store } = await temporaryStack();
    await store.create('feeds/a.json', '{}');
    const odd = ['feeds/Notes.TXT', 'issues/', 'issues/../../x'];
    const strange: Store = { ...store, async *listTagged(prefix, after) {
      yield* store.listTagged(prefix, after);
      for (const key of odd) if (key.startsWith(prefix)) yield { key, etag: 'e' };
    } };
    const dir = join(temporaryFolder(), 'backup');
    expect(await backUp({ store: strange, out }, dir, head)).toMatchObject({ objects: 1, strange: odd });
    const empty = await temporaryStack();
    expect(await restore({ store: empty.store, out }, dir)).toMatchObject({ complete: true, parts: { feeds: { restored: 1, left: 0 } } });
  });
});

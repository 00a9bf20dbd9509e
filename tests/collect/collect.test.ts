import { describe, expect, it } from 'vitest';
import { metricsOf } from '../../functions/collect/collect.ts';
import { feedKey, itemsKey } from '../../functions/keys.ts';
import type { Fetched } from '../../functions/model/feed.ts';
import type { ItemsFile } from '../../functions/model/item.ts';
import { memoryStore } from './memory-store.ts';
import { document, failure, feedOf, world } from './world.ts';

const titles = (files: ItemsFile[]) => files.flatMap(({ items }) => items.map(({ title }) => title));

describe('collect', () => {
  it('writes what is new, once, and remembers it with the validators', async () => {
    const it = world();
    it.answer = () => document(['1', '2'], { etag: '"v1"' });
    const report = await it.run();
    expect(report).toMatchObject({ fresh: 2, polled: 1, failed: 0, feeds: [{ feed: 'a', name: 'A', outcome: 'new', items: 2, fresh: 2, nextPoll: '2025-03-01T06:30:00.000Z' }] });
    expect(it.items()).toMatchObject([{ version: 1, feed: 'a', items: [{ title: 'Item 1', feed: 'a', firstSeen: '2025-03-01T06:00:00.000Z' }, { title: 'Item 2' }] }]);
    expect(it.state('a')).toMatchObject({ version: 1, url: 'https://a.example.org/feed', validators: { etag: '"v1"' }, failures: 0, lastSuccess: '2025-03-01T06:00:00.000Z' });

    it.later(30);
    it.answer = () => document(['3', '1', '2'], { etag: '"v2"' });
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'new', items: 3, fresh: 1 });
    expect(it.asked[1]!.validators).toEqual({ etag: '"v1"' });
    expect(titles(it.items())).toEqual(['Item 1', 'Item 2', 'Item 3']);

    it.later(30);
    it.answer = () => ({ kind: 'not-modified' });
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'not-modified' });
    expect(it.state('a').validators).toEqual({ etag: '"v2"' });
    it.later(30);
    it.answer = () => document(['1', '2', '3']);
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'nothing-new', items: 3, fresh: 0 });
    expect(it.items()).toHaveLength(2);
  });

  it('leaves a feed alone that is not due, but for a little', async () => {
    const it = world();
    await it.run();
    it.later(20);
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'not-due', nextPoll: '2025-03-01T06:30:00.000Z' });
    expect((await it.run(undefined, { all: true })).feeds[0]!.outcome).toBe('nothing-new');
    it.later(29 + 58 / 60);
    expect((await it.run()).feeds[0]!.outcome).toBe('nothing-new');
  });

  it('tells the share of all feeds that fail, whether or not it asks them at the moment', async () => {
    const it = world();
    const feeds = ['a', 'b', 'c', 'd'].map((id) => feedOf(id));
    it.answer = (url) => (/\/\/[ab]\./.test(url) ? failure() : document(['1']));
    const shares: number[] = [];
    for (let run = 0; run < 48; run += 1) {
      shares.push(metricsOf(await it.run(feeds))['FeedsFailingPercent']!);
      it.later(30);
    }
    // Two failures may be chance.
    expect(shares.slice(0, 2)).toEqual([0, 0]);
    expect(new Set(shares.slice(4))).toEqual(new Set([50]));
    it.answer = () => document(['1']);
    for (let run = 0; run < 50; run += 1) {
      await it.run(feeds);
      it.later(30);
    }
    expect(metricsOf(await it.run(feeds))).toMatchObject({ FeedsFailingPercent: 0 });
  });

  it('backs off from a feed that fails, keeps what it knew, and recovers', async () => {
    const it = world();
    it.answer = () => document(['1'], { etag: '"v1"' });
    await it.run();
    const seen = it.state('a').seen;
    it.answer = () => failure();
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      await it.run(undefined, { all: true });
      waits.push((Date.parse(it.state('a').nextPoll) - it.now.getTime()) / 60_000);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
    expect(it.state('a')).toMatchObject({ failures: 9, lastFailure: 'HTTP 503', validators: { etag: '"v1"' }, seen });
    it.later(1);
    it.answer = () => document(['1', '2']);
    expect((await it.run(undefined, { all: true })).fresh).toBe(1);
    expect(it.state('a')).toMatchObject({ failures: 0 });
  });

  it('stays away for as long as the server asks', async () => {
    const it = world();
    it.answer = () => failure(7200);
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'failed', detail: 'HTTP 503', nextPoll: '2025-03-01T08:00:00.000Z' });
  });

  it('keeps no validators of what is no feed', async () => {
    const it = world();
    it.answer = () => ({ ...document([], { etag: '"page"' }), body: Buffer.from('<!doctype html><html><body>Login</body></html>') } as Fetched);
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'not-a-feed', detail: 'an HTML page, not a feed' });
    expect(it.state('a')).toMatchObject({ validators: {}, failures: 1 });
  });

  it('lets no feed stop the others', async () => {
    const it = world();
    it.store.objects.set(feedKey('b'), { body: '{"version":1', etag: '"x"' });
    it.answer = (url) => {
      if (url.includes('//c.')) throw new Error('a bug');
      return url.includes('//d.') ? failure() : document(['1']);
    };
    const report = await it.run(['a', 'b', 'c', 'd', 'e'].map(feedOf));
    expect(report.feeds.map(({ outcome }) => outcome)).toEqual(['new', 'failed', 'failed', 'failed', 'new']);
    expect(report.feeds[1]!.detail).toBe("feeds/b.json can't be read: delete it to begin with this feed anew");
    expect(it.store.objects.get(feedKey('b'))!.body).toBe('{"version":1');
    expect(report).toMatchObject({ fresh: 2, failed: 3 });
  });

  it('rejects with the error of a broken store, after those in flight, without state before items', async () => {
    const store = memoryStore((call, key) => {
      if (call === 'create' && key.startsWith('items/')) throw new Error('the store is down');
    });
    const it = world(store);
    it.answer = () => document(['1'], { etag: '"v1"' });
    await expect(it.run(['a', 'b', 'c'].map(feedOf), { concurrency: 2 })).rejects.toThrow('the store is down');
    expect(it.asked).toHaveLength(2);
    expect([...store.objects.keys()]).toEqual([]);
  });

  it('begins no feed after the deadline', async () => {
    const it = world();
    it.answer = () => {
      it.later(5);
      return document([]);
    };
    const report = await it.run(['a', 'b'].map(feedOf), { concurrency: 1, deadline: new Date('2025-03-01T06:01:00Z') });
    expect(report.feeds.map(({ outcome }) => outcome)).toEqual(['nothing-new', 'not-reached']);
    expect(report.notReached).toBe(1);
  });

  it('of two polls of one moment, the loser forgets what only it has seen', async () => {
    const it = world();
    it.answer = () => document(['1'], { etag: '"v1"' });
    await it.run();
    it.store.objects.delete(feedKey('a'));
    it.answer = () => document(['2', '1'], { etag: '"v2"' });
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'nothing-new', fresh: 0 });
    expect(it.state('a').validators).toEqual({});
    expect(Object.keys(it.state('a').seen)).toHaveLength(1);
    it.later(30);
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'new', fresh: 1 });
    expect(titles(it.items())).toEqual(['Item 1', 'Item 2']);
  });

  it('knows its own items file after a lost answer', async () => {
    const it = world();
    it.answer = () => document(['1']);
    const { store } = it;
    it.ports = { ...it.ports, store: { ...store, create: async (key, body) => {
      const created = await store.create(key, body);
      return key.startsWith('items/') ? { kind: 'exists' } : created;
    } } };
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'new', fresh: 1 });
  });

  it('loses nothing that another run saw meanwhile', async () => {
    const it = world();
    it.answer = () => document(['1']);
    await it.run();
    it.later(30);
    it.answer = () => document(['1', '2']);
    const other = JSON.stringify({ ...it.state('a'), nonce: 'other', seen: { ...it.state('a').seen, theirs: '2025-03-01' } });
    let once = false;
    const { store } = it;
    it.ports = { ...it.ports, store: { ...store, replace: (key, body, etag) => {
      if (!once) store.objects.set(key, { body: other, etag: '"other"' });
      once = true;
      return store.replace(key, body, etag);
    } } };
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'new', fresh: 1 });
    expect(Object.keys(it.state('a').seen)).toHaveLength(3);
    expect(it.state('a').seen).toHaveProperty('theirs');
  });

  it('forgets ids after 90 days, but none that the feed still holds', async () => {
    const it = world();
    it.answer = () => document(['old', 'gone']);
    await it.run();
    it.later(60 * 24 * 100);
    it.answer = () => document(['old']);
    expect((await it.run()).fresh).toBe(0);
    expect(Object.values(it.state('a').seen)).toEqual([expect.stringMatching(/^2025-06-09 /)]);
    expect(it.store.objects.has(itemsKey(new Date('2025-03-01T06:00:00Z'), 'a'))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { isDue, nextAfterFailure, nextAfterSuccess } from '../../functions/collect/schedule.ts';
import { document, failure, feedOf, world } from './world.ts';

const now = new Date('2025-03-01T06:10:00Z');
const minutes = (iso: string) => (Date.parse(iso) - now.getTime()) / 60_000;

describe('the next poll', () => {
  it.each([
    ['the interval', {}, {}, 30],
    ['what stays fresh for longer', { freshFor: 3600 }, {}, 60],
    ['what stays fresh for less', { freshFor: 60 }, {}, 30],
    ['ttl', {}, { ttl: 90 }, 90],
    ['the longest of all', { freshFor: 3600, retryAfter: 7200 }, { ttl: 90 }, 120],
    ['a day at most', { freshFor: 31_536_000, retryAfter: 1e9 }, { ttl: 100_000 }, 1440],
    ['hours to skip', {}, { skipHours: [6, 7, 8] }, 170],
    ['days to skip', {}, { skipDays: [6, 0] }, 2 * 1440 - 370],
    ['hours of a day that may be asked', {}, { skipDays: [6], skipHours: [0, 1] }, 1440 - 250],
    ['the interval where all hours are skipped', {}, { skipHours: Array.from({ length: 24 }, (_, hour) => hour) }, 30],
  ])('is after %s', (_, answer, rhythm, expected) => {
    expect(minutes(nextAfterSuccess(now, 30, answer, rhythm))).toBe(expected);
  });

  it('after a failure is spread over the last quarter of the wait, and never before the server said', () => {
    expect(minutes(nextAfterFailure(now, 30, 3, 0, 0))).toBe(120);
    expect(minutes(nextAfterFailure(now, 30, 3, 0, 0.5))).toBe(105);
    expect(minutes(nextAfterFailure(now, 30, 3, 0, 1))).toBe(90);
    expect(minutes(nextAfterFailure(now, 30, 3, 7200, 1))).toBe(120);
    expect(minutes(nextAfterFailure(now, 30, 50, 1e9, 0))).toBe(1440);
  });

  it('may come a little early, but not where the server said when', () => {
    const nextPoll = '2025-03-01T06:12:00.000Z';
    expect(isDue({ nextPoll }, now, 30)).toBe(true);
    expect(isDue({ nextPoll, holdUntil: nextPoll }, now, 30)).toBe(false);
    expect(isDue({ nextPoll: '2025-03-01T06:14:00.000Z' }, now, 30)).toBe(false);
  });
});

describe('a feed that says when to ask', () => {
  it('is asked by what its document said, after answers without one as well', async () => {
    const it = world();
    const body = (ttl: string) => Buffer.from(`<rss version="2.0"><channel>${ttl}<item><title>x</title></item></channel></rss>`);
    it.answer = () => document([], {}, { body: body('<ttl>120</ttl><skipHours><hour>8</hour></skipHours>'), validators: { etag: '"1"' } });
    expect((await it.run()).feeds[0]!.nextPoll).toBe('2025-03-01T09:00:00.000Z');
    it.later(180);
    it.answer = () => ({ kind: 'not-modified' });
    expect((await it.run()).feeds[0]!.nextPoll).toBe('2025-03-01T11:00:00.000Z');
    it.later(120);
    it.answer = () => document([], {}, { body: body('') });
    expect((await it.run()).feeds[0]!.nextPoll).toBe('2025-03-01T11:30:00.000Z');
  });

  it('and whose server says so is asked no earlier', async () => {
    const it = world();
    it.answer = () => document([], {}, { freshFor: 3600, retryAfter: 5400 });
    expect((await it.run()).feeds[0]!.nextPoll).toBe('2025-03-01T07:30:00.000Z');
    it.later(89);
    expect((await it.run()).feeds[0]!.outcome).toBe('not-due');
    it.later(1);
    expect((await it.run()).feeds[0]!.outcome).toBe('nothing-new');
  });
});

describe('a host that asks to be left alone', () => {
  const ofHost = (n: number) => ({ ...feedOf(`f${n}`), url: `https://shared.example.org/${n}` });
  const feeds = [...Array.from({ length: 8 }, (_, n) => ofHost(n)), feedOf('other')];
  const tooMany = failure(7200, { status: 429, detail: 'HTTP 429', host: 'shared.example.org' });

  it('is, by all its feeds, for as long as it asked, and the others are not', async () => {
    const it = world();
    it.answer = (url) => (url.endsWith('/3') ? tooMany : document(['1']));
    const report = await it.run(feeds);
    expect(report.feeds.map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new', 'failed', expect.stringMatching(/new|host-busy/), 'host-busy', 'host-busy', 'host-busy', 'new']);
    expect(report).toMatchObject({ failed: 1, notReached: 0 });
    expect(report.feeds[7]).toMatchObject({ nextPoll: '2025-03-01T08:00:00.000Z' });
    for (const { id } of feeds.slice(0, 8)) expect(it.state(id)).toMatchObject({ nextPoll: '2025-03-01T08:00:00.000Z', holdUntil: '2025-03-01T08:00:00.000Z' });
    expect(it.state('f0')).toMatchObject({ failures: 0, lastSuccess: '2025-03-01T06:00:00.000Z' });
    expect(it.state('f7')).toMatchObject({ failures: 0, seen: {} });
    expect(it.state('other').nextPoll).toBe('2025-03-01T06:30:00.000Z');

    it.answer = () => document(['1']);
    it.asked.length = 0;
    it.later(119);
    await it.run(feeds);
    expect(it.asked.map(({ url }) => url)).toEqual(['https://other.example.org/feed']);
    it.later(1);
    expect((await it.run(feeds)).feeds[7]).toMatchObject({ outcome: 'new' });
  });

  it('is asked by its other feeds as ever, though one of them is refused each time', async () => {
    const it = world();
    let random = 0;
    it.ports = { ...it.ports, random: () => (random = (random * 16807 + 0.377) % 1) };
    const polls = new Map<string, number>();
    it.answer = (url) => {
      polls.set(url, (polls.get(url) ?? 0) + 1);
      return url.endsWith('/0') ? failure(undefined, { status: 429, host: 'shared.example.org' }) : document(['1']);
    };
    const few = feeds.slice(0, 5);
    for (let run = 0; run < 48 * 10; run++) {
      await it.run(few);
      it.later(30);
    }
    expect(polls.get(few[0]!.url)).toBeLessThan(30);
    for (const { url } of few.slice(1)) expect(polls.get(url)).toBeGreaterThan(400);
  });

  it('stays held though a poll that was under way went well', async () => {
    const it = world();
    await it.run([ofHost(0)]);
    it.later(60);
    it.answer = () => {
      const held = { ...it.state('f0'), nonce: 'other', nextPoll: '2025-03-01T12:00:00.000Z', holdUntil: '2025-03-01T12:00:00.000Z' };
      it.store.objects.set('feeds/f0.json', { body: JSON.stringify(held), etag: '"other"' });
      return document(['1']);
    };
    await it.run([ofHost(0)]);
    expect(it.state('f0')).toMatchObject({ nextPoll: '2025-03-01T12:00:00.000Z', holdUntil: '2025-03-01T12:00:00.000Z', lastFresh: '2025-03-01T07:00:00.000Z' });
  });

  it('is not meant by a feed that fails alone, nor by one that another host answered for', async () => {
    for (const answer of [failure(undefined, { status: 503, host: 'shared.example.org' }), failure(60, { status: 404, host: 'shared.example.org' }), failure(60, { status: 429, host: 'proxy.example.org' })]) {
      const it = world();
      it.answer = (url) => (url.endsWith('/0') ? answer : document(['1']));
      expect((await it.run(feeds)).polled).toBe(9);
    }
  });
});

describe('the feeds of one host', () => {
  it('are polled two at a time, and a slow host holds up no other', async () => {
    const it = world();
    const slow = Array.from({ length: 40 }, (_, n) => ({ ...feedOf(`s${n}`), url: `https://slow.example.org/${n}` }));
    let active = 0;
    let most = 0;
    let release = (): void => {};
    const stuck = new Promise<void>((resolve) => (release = resolve));
    it.answer = async (url) => {
      if (!url.includes('slow')) return document(['1']);
      most = Math.max(most, ++active);
      await stuck;
      active--;
      return document(['1']);
    };
    const others = Array.from({ length: 100 }, (_, n) => feedOf(`o${n}`));
    const run = it.run([...slow, ...others], { concurrency: 4 });
    while (it.asked.filter(({ url }) => !url.includes('slow')).length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(it.asked).toHaveLength(102);
    release();
    expect((await run).fresh).toBe(140);
    expect(most).toBe(2);
  });
});

describe('a feed that has moved', () => {
  const old = 'https://a.example.org/feed';
  const moved = { movedTo: 'https://new.example.org/feed' };

  it('is asked at its new address once it was sent there three times in a row', async () => {
    const it = world();
    it.answer = () => document(['1'], { etag: '"1"' }, moved);
    for (let poll = 0; poll < 3; poll++) {
      expect((await it.run(undefined, { all: true })).feeds[0]!.movedTo).toBe(poll < 2 ? undefined : moved.movedTo);
    }
    it.answer = () => ({ kind: 'not-modified' });
    expect((await it.run(undefined, { all: true })).feeds[0]).toMatchObject({ outcome: 'not-modified', url: old, movedTo: moved.movedTo });
    await it.run(undefined, { all: true });
    expect(it.asked.map(({ url }) => url)).toEqual([old, old, old, moved.movedTo, moved.movedTo]);
    expect(it.asked[3]!.validators).toEqual({ etag: '"1"' });
  });

  it('has not where the redirect was gone in between', async () => {
    const it = world();
    const answers = [moved, moved, {}, moved, moved];
    for (const answer of answers) {
      it.answer = () => document(['1'], {}, answer);
      await it.run(undefined, { all: true });
    }
    expect(it.asked.map(({ url }) => url)).toEqual(answers.map(() => old));
  });

  it('is asked at the old address again if the new one fails', async () => {
    const it = world();
    it.answer = () => document(['1'], {}, moved);
    for (let poll = 0; poll < 3; poll++) await it.run(undefined, { all: true });
    it.answer = () => failure(undefined, { status: 410, gone: true });
    await it.run(undefined, { all: true });
    expect(it.state('a')).toMatchObject({ validators: {} });
    expect(it.state('a').retired).toBeUndefined();
    it.answer = () => document(['1']);
    await it.run(undefined, { all: true });
    expect(it.asked.map(({ url }) => url)).toEqual([old, old, old, moved.movedTo, old]);
  });
});

describe('a feed that is gone for good', () => {
  it('is asked no more, unless all are asked, and comes back if it is there again', async () => {
    const it = world();
    it.answer = () => failure(undefined, { status: 410, gone: true, detail: 'HTTP 410: gone' });
    expect((await it.run()).feeds[0]).toMatchObject({ outcome: 'failed', reason: 'http-status' });
    it.later(60 * 24 * 30);
    expect(await it.run()).toMatchObject({ polled: 0, failed: 0, feeds: [{ outcome: 'retired', detail: 'HTTP 410: gone' }] });
    expect(it.asked).toHaveLength(1);
    it.answer = () => document(['1']);
    expect((await it.run(undefined, { all: true })).feeds[0]!.outcome).toBe('new');
    it.later(30);
    expect((await it.run()).feeds[0]!.outcome).toBe('nothing-new');
  });
});

describe('an answer with the new items only', () => {
  it('says nothing of which old ones went out of the feed', async () => {
    const it = world();
    it.answer = () => document(['1', '2'], { etag: '"1"' });
    await it.run();
    it.answer = () => document(['3'], { etag: '"2"' }, { partial: true });
    it.later(60 * 24 * 100);
    expect(await it.run()).toMatchObject({ fresh: 1 });
    it.later(60 * 24);
    it.answer = () => document(['1', '2', '3', '4']);
    expect(await it.run()).toMatchObject({ fresh: 1 });
  });
});

describe('a feed that makes up ids', () => {
  it('has its latest 10,000 remembered', async () => {
    const it = world();
    for (let poll = 0; poll < 12; poll++) {
      it.answer = () => document(Array.from({ length: 1000 }, (_, n) => `${poll}-${n}`));
      it.later(60 * 24);
      expect((await it.run()).fresh).toBe(1000);
    }
    expect(Object.keys(it.state('a').seen)).toHaveLength(10_000);
    expect(Object.values(it.state('a').seen).sort()[0]).toMatch(/^2025-03-04/);
  });
});

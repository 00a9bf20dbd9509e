import { describe, expect, it } from 'vitest';
import { feedsOfPart, partsOf } from '../../functions/collect/fan-out.ts';
import type { Feed } from '../../functions/model/feed.ts';

const feed = (host: string, n: number): Feed => ({ id: `${host}-${n}`, url: `https://${host}/${n}`, name: host, maxStories: 5, weight: 1, include: [], exclude: [] });
const feeds = [
  ...Array.from({ length: 400 }, (_, n) => feed('big.example', n)),
  ...Array.from({ length: 600 }, (_, n) => feed(`host${n % 200}.example`, n)),
];

describe('feeds shared out over several runs', () => {
  it('need no sharing while one run can poll them', () => {
    expect(partsOf(0, 2000)).toEqual([]);
    expect(partsOf(2000, 2000)).toEqual([]);
    expect(partsOf(2001, 2000)).toEqual([{ part: 0, of: 2 }, { part: 1, of: 2 }]);
  });

  it('are each in one part, with all of its host, and the parts are about as large', () => {
    const parts = partsOf(feeds.length, 250).map((message) => feedsOfPart(feeds, message));
    expect(parts.flat().map(({ id }) => id).sort()).toEqual(feeds.map(({ id }) => id).sort());
    const hosts = parts.map((part) => new Set(part.map(({ url }) => new URL(url).host)));
    expect(hosts.reduce((sum, { size }) => sum + size, 0)).toBe(201);
    expect(parts.map(({ length }) => length)).toEqual([400, 201, 201, 198]);
  });

  it('are the same each time, and none where the message is of another deployment', () => {
    expect(feedsOfPart(feeds, { part: 1, of: 4 })).toEqual(feedsOfPart([...feeds], { part: 1, of: 4 }));
    expect(feedsOfPart(feeds, { part: 9, of: 4 })).toEqual([]);
  });
});

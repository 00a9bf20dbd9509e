import { describe, expect, it } from 'vitest';
import { freshItems, seenAfter, type Seen } from '../../functions/collect/diff.ts';
import { parseFeed } from '../../functions/collect/parse.ts';

interface Entry { readonly guid?: string; readonly link?: string; readonly title?: string; readonly text?: string; readonly date?: string }

const tag = (name: string, text: string | undefined) => (text === undefined ? '' : `<${name}>${text}</${name}>`);
const entry = ({ guid, link, title, text, date }: Entry) => `<item>${tag('guid', guid)}${tag('link', link)}${tag('title', title)}${tag('description', text)}${tag('pubDate', date)}</item>`;
const document = (entries: readonly Entry[]) => `<rss version="2.0"><channel><title>Feed</title><link>https://site.example/</link>${entries.map(entry).join('')}</channel></rss>`;

async function items(entries: readonly Entry[]) {
  const parsed = await parseFeed({ body: Buffer.from(document(entries)), contentType: undefined, url: 'https://site.example/feed.xml' });
  if (parsed.kind !== 'feed') throw new Error(parsed.detail);
  return parsed.items;
}
const idOf = async (one: Entry) => (await items([one]))[0]!.id;

/** The titles of what is new on each day, of a feed that holds those entries on it. */
async function newEachDay(...days: readonly (readonly Entry[])[]): Promise<string[][]> {
  let seen: Seen = {};
  const news: string[][] = [];
  for (const [day, entries] of days.entries()) {
    const at = new Date(Date.UTC(2025, 2, 1 + day));
    const held = await items(entries);
    news.push(freshItems(held, seen, 'f', at).map(({ title }) => title));
    seen = seenAfter(seen, held, at);
  }
  return news;
}

describe('an item stays itself', () => {
  it.each<[string, Entry, Entry]>([
    ['though its title, link and text change', { guid: '1', link: 'https://s.example/a', title: 'A', text: 'a' }, { guid: ' 1\n', link: 'https://s.example/b', title: 'B', text: 'b' }],
    ['when its link moves to https', { link: 'http://s.example/a', title: 'A' }, { link: 'https://s.example/a', title: 'B' }],
    ['when its guid moves to https', { guid: 'http://s.example/a?id=1', title: 'A' }, { guid: 'https://s.example/a?id=1', title: 'A' }],
    ['without tracking', { link: 'https://s.example/a?utm_source=rss&id=1', title: 'A' }, { link: 'https://s.example/a?id=1', title: 'A' }],
    ['when the tracking in its guid changes', { guid: 'https://s.example/a?utm_source=1', title: 'A' }, { guid: 'https://s.example/a?utm_source=2', title: 'A' }],
    ['with another spelling of its host', { guid: 'https://S.Example:443/a/', title: 'A' }, { guid: 'https://s.example/a', title: 'A' }],
    ['when it gets a guid that is its link', { link: 'https://s.example/a', title: 'A' }, { guid: 'https://s.example/a', link: 'https://s.example/a', title: 'A' }],
    ['though its guid is empty or a script\'s nothing', { guid: '', link: 'https://s.example/a', title: 'A' }, { guid: 'undefined', link: 'https://s.example/a', title: 'A' }],
  ])('%s', async (_, before, after) => expect(await idOf(before)).toBe(await idOf(after)));

  it.each<[string, Entry, Entry]>([
    ['another guid', { guid: '1', link: 'https://s.example/a', title: 'A' }, { guid: '2', link: 'https://s.example/a', title: 'A' }],
    ['another place of one page', { link: 'https://s.example/log#v1', title: 'A' }, { link: 'https://s.example/log#v2', title: 'A' }],
    ['another query', { link: 'https://s.example/?p=1', title: 'A' }, { link: 'https://s.example/?p=2', title: 'A' }],
    ['another path, by case', { guid: 'https://s.example/A', title: 'A' }, { guid: 'https://s.example/a', title: 'A' }],
    ['another text, where there is nothing else', { title: 'A', text: 'a' }, { title: 'A', text: 'b' }],
    ['another title, where all link to the site', { link: 'https://site.example/', title: 'A' }, { link: 'https://site.example', title: 'B' }],
  ])('%s makes another', async (_, one, other) => expect(await idOf(one)).not.toBe(await idOf(other)));
});

describe('items of a document that share their guid or link', () => {
  it.each<[string, Entry[], number]>([
    ['differ in title', [{ guid: '1', title: 'A' }, { guid: '1', title: 'B' }], 2],
    ['differ in link', [{ guid: '1', link: 'https://s.example/1', title: 'Daily' }, { guid: '1', link: 'https://s.example/2', title: 'Daily' }], 2],
    ['differ in text alone', [{ link: 'https://s.example/', text: 'one' }, { link: 'https://s.example/', text: 'two' }], 2],
    ['differ in text, and nothing vouches for them', [{ guid: '1', title: 'Alert', text: 'one' }, { guid: '1', title: 'Alert', text: 'two' }], 2],
    ['are twice the same', [{ guid: '1', link: 'https://s.example/1', title: 'A', text: 'short' }, { guid: '1', link: 'http://s.example/1?utm_source=x', title: 'A', text: 'longer' }], 1],
    ['are twice the same beside another', [{ guid: '1', title: 'A' }, { guid: '1', title: 'B' }, { guid: '1', title: 'A' }], 2],
  ])('%s', async (_, entries, count) => expect(await items(entries)).toHaveLength(count));
});

describe('from day to day', () => {
  const a = { guid: '1', link: 'https://s.example/a', title: 'A' };

  it('an edit is not new', async () => expect(await newEachDay([a], [{ ...a, title: 'A2' }], [{ ...a, title: 'A2', link: 'https://s.example/a2' }])).toEqual([['A'], [], []]));
  it('a twin that turns up is, and the one it is a twin of is not', async () =>
    expect(await newEachDay([a], [{ ...a, title: 'A new' }, a], [{ ...a, title: 'A new' }], [a])).toEqual([['A'], ['A new'], [], []]));
  it('a twin that was there from the start is not new when it is left alone', async () =>
    expect(await newEachDay([{ ...a, title: 'B' }, a], [{ ...a, title: 'B' }], [a])).toEqual([['B', 'A'], [], []]));

  // One guid for all of them; ten days, of which the document holds the last four.
  const day = (n: number) => new Date(Date.UTC(2025, 1, n)).toUTCString();
  const constant = Array.from({ length: 10 }, (_, n): Entry => ({ guid: '0', link: `https://s.example/${n}`, title: `Day ${n}`, date: day(n + 1) }));
  const linked = constant.map(({ title, date }) => ({ link: 'https://s.example/all', title: title!, date: date! }));
  const windows = (entries: readonly Entry[]) => entries.map((_, n) => entries.slice(Math.max(0, n - 3), n + 1));
  const undated = (entries: readonly Entry[]) => entries.map(({ date: _, ...rest }) => rest);
  const each = constant.map(({ title }) => [title]);

  it.each([
    ['newest first', windows(constant).map((held) => held.toReversed())],
    ['newest first, undated', windows(undated(constant)).map((held) => held.toReversed())],
    ['oldest first', windows(constant)],
    ['newest first, by link', windows(linked).map((held) => held.toReversed())],
    ['oldest first, by link', windows(linked)],
    ['newest first, the oldest dates equal', windows(constant.map((one, n) => ({ ...one, date: day(Math.max(3, n)) }))).map((held) => held.toReversed())],
    ['newest first, all linked to the site', windows(linked.map((one) => ({ ...one, link: 'https://site.example/' }))).map((held) => held.toReversed())],
  ])('each of a row of twins is new once: %s', async (_, days) => expect(await newEachDay(...days)).toEqual(each));

  it('a row of twins that is replaced as a whole is new as a whole', async () => {
    const [early, late] = [constant.slice(0, 2).toReversed(), constant.slice(4, 6).toReversed()];
    expect(await newEachDay(early, late, late.slice(1))).toEqual([['Day 1', 'Day 0'], ['Day 5', 'Day 4'], []]);
  });
  it('what else comes changes nothing about twins', async () => {
    const [b, c] = [{ guid: '1', title: 'A', date: day(3) }, { guid: '1', title: 'B', date: day(2) }];
    expect(await newEachDay([c, b, { guid: 'x', title: 'X', date: day(1) }], [{ guid: 'y', title: 'Y', date: day(9) }, c, b, { guid: 'x', title: 'X', date: day(1) }])).toEqual([['B', 'A', 'X'], ['Y']]);
  });
  it('twins that leave one by one are not new again', async () => {
    const held = constant.slice(0, 4).toReversed();
    expect(await newEachDay(held, held.slice(0, 3), held.slice(0, 1), held)).toEqual([held.map(({ title }) => title), [], [], []]);
  });
  it('the move of a site to https makes nothing new', async () => {
    const old = [1, 2, 3].map((n): Entry => ({ guid: `http://s.example/?p=${n}`, link: `http://s.example/${n}/`, title: `${n}` }));
    expect(await newEachDay(old, old.map((one) => ({ ...one, guid: one.guid!.replace('http:', 'https:'), link: one.link!.replace('http:', 'https:') })))).toEqual([['1', '2', '3'], []]);
  });
  it('an undated item is new once, wherever it stands', async () =>
    expect(await newEachDay([{ title: 'x', text: 't' }, { title: 'y' }], [{ title: 'y' }, { title: 'x', text: 't' }], [{ title: 'z' }, { title: 'y' }])).toEqual([['x', 'y'], [], ['z']]));
});

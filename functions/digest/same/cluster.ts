import type { Item } from '../../model/item.ts';
import { candidatePairs } from './candidates.ts';
import { profilesOf } from './profile.ts';
import { addressKey, headlineKey } from './keys.ts';
import { likeness } from './similarity.ts';

/**
 * Groups items that report the same thing: items of different feeds that have
 * the same address, the same headline, or much the same to tell (`likeness`).
 * Items of one feed stay apart, whatever they share: a feed may link every item
 * to its home page, or call each one "Open thread". Only what a feed posts
 * again, headline and summary, is one.
 *
 * Two groups become one, the likest first, if most pairs of their items are
 * alike: that A is like B and B like C does not make A and C one story. The
 * groups, and the items in each, keep the given order. Not more than linear in
 * the number of items, but for sorting.
 */
export function cluster(items: readonly Item[]): Item[][] {
  const sure = bySameKeys(items);
  // Of items that are surely the same, the first speaks for all.
  const profiles = profilesOf(sure.map(([first]) => items[first!]!));
  const standing = sure.map(([first]) => standingTitle(items[first!]!.title));
  const known = new Map<number, number>();
  const like = (a: number, b: number): number => {
    const key = Math.min(a, b) * sure.length + Math.max(a, b);
    const before = known.get(key);
    if (before !== undefined) return before;
    const score = standing[a] !== undefined && standing[a] === standing[b] ? -Infinity : likeness(profiles[a]!, profiles[b]!);
    known.set(key, score);
    return score;
  };
  const pairs = candidatePairs(profiles)
    .map(([a, b]) => ({ a, b, score: like(a, b) }))
    .filter(({ score }) => score > 0)
    .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);

  const groups = sure.map((positions, own) => ({ members: [own], positions, feeds: new Set(positions.map((position) => items[position]!.feed)) }));
  const groupOf = [...groups];
  for (const { a, b } of pairs) {
    const [one, other] = [groupOf[a]!, groupOf[b]!];
    if (one === other || [...other.feeds].some((feed) => one.feeds.has(feed)) || !mostly(one.members, other.members, like)) continue;
    one.members.push(...other.members);
    one.positions = [...one.positions, ...other.positions];
    for (const feed of other.feeds) one.feeds.add(feed);
    for (const member of other.members) groupOf[member] = one;
  }
  return [...new Set(groupOf)]
    .map(({ positions }) => positions.toSorted((x, y) => x - y))
    .sort(([x], [y]) => x! - y!)
    .map((positions) => positions.map((position) => items[position]!));
}

/** Members of a group that are asked whether another belongs to it: enough to speak for a group of hundreds. */
const asked = 5;

/** Whether more than half of the pairs across two groups are alike. */
function mostly(one: readonly number[], other: readonly number[], like: (a: number, b: number) => number): boolean {
  const [some, others] = [one.slice(0, asked), other.slice(0, asked)];
  const alike = some.reduce((sum, a) => sum + others.filter((b) => like(a, b) > 0).length, 0);
  return alike * 2 > some.length * others.length;
}

/** A title such as "Open thread", under which new things are told each time; undefined for a headline. */
const standingTitle = (title: string): string | undefined =>
  headlineKey(title) === undefined ? title.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim() : undefined;

/** Positions of items that have an address or a headline in common; of one feed only what it posts again. */
function bySameKeys(items: readonly Item[]): number[][] {
  interface Group {
    readonly positions: number[];
    readonly feeds: Set<string>;
  }
  const groups: Group[] = [];
  const byKey = new Map<string, Group>();
  const posted = new Map<string, Group>();
  items.forEach((item, position) => {
    const headline = headlineKey(item.title);
    const again = headline === undefined || item.summary === '' ? undefined : JSON.stringify([item.feed, headline, item.summary]);
    const keys = [addressKey(item.url), headline].filter((key) => key !== undefined);
    const free = keys.map((key) => byKey.get(key)).find((group) => group && !group.feeds.has(item.feed));
    const group = (again === undefined ? undefined : posted.get(again)) ?? free ?? { positions: [], feeds: new Set<string>() };
    if (group.positions.length === 0) groups.push(group);
    const isNew = group.positions.length === 0;
    group.positions.push(position);
    group.feeds.add(item.feed);
    for (const key of keys) if (!isNew || !byKey.has(key)) byKey.set(key, group);
    if (again !== undefined) posted.set(again, group);
  });
  return groups.map(({ positions }) => positions);
}

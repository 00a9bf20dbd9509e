import type { Item } from '../model/item.ts';

/**
 * Groups items that report the same thing: items of different feeds with the
 * same address or the same headline. Items of one feed stay apart, whatever
 * they share: a feed may link every item to its home page, or call each one
 * "Open thread". The groups, and the items in each, keep the given order.
 */
export function cluster(items: readonly Item[]): Item[][] {
  const groups: Item[][] = [];
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const keys = [addressKey(item.url), headlineKey(item.title)].filter((key) => key !== undefined);
    const group = keys
      .map((key) => byKey.get(key))
      .find((candidate) => candidate && !candidate.some(({ feed }) => feed === item.feed));
    if (group) group.push(item);
    else groups.push([item]);
    for (const key of keys) if (group || !byKey.has(key)) byKey.set(key, group ?? groups.at(-1)!);
  }
  return groups;
}

/** What two addresses of one page have in common; undefined for a home page, which is no story's own. */
function addressKey(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '' && url.search === '') return undefined;
  return `${url.hostname.replace(/^(www|m|amp)\./, '')}${path}${url.search}`;
}

/** The headline's letters and digits; undefined where it is too short to be told from a standing title. */
function headlineKey(title: string): string | undefined {
  const letters = title.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return letters.length >= 16 || /\p{Script=Han}{8}|[\p{Script=Hiragana}\p{Script=Katakana}]{8}/u.test(letters) ? ` ${letters}` : undefined;
}

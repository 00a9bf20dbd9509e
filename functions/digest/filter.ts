import type { Feed } from '../model/feed.ts';
import type { Item } from '../model/item.ts';

/** Whether the feed's `include` and `exclude` words let the item pass. */
export function passes(feed: Feed, item: Item): boolean {
  const text = fold(`${item.title}\n${item.summary}`);
  const has = (word: string): boolean => matcher(word).test(text);
  return (feed.include.length === 0 || feed.include.some(has)) && !feed.exclude.some(has);
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whole words, so that "AI" does not find "said"; anywhere in scripts that do not part words by spaces. */
function matcher(word: string): RegExp {
  const literal = fold(word).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
  return new RegExp(unspaced.test(word) ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u');
}

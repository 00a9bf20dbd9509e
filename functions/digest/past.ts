/** What earlier issues have told, so that no reader is told it again. */
import type { Issue, Story } from '../model/issue.ts';
import type { Item } from '../model/item.ts';
import { itemName } from './item-name.ts';
import { addressKey, headlineKey } from './same/keys.ts';

export interface Past {
  /** Names of the items that earlier issues account for. */
  readonly accounted: ReadonlySet<string>;
  /** Ids of the feeds that they had items of. */
  readonly feeds: ReadonlySet<string>;
  /** ISO time of the last issue; undefined before the first. */
  readonly last?: string;
  /** Whether a story of an earlier issue was this item under another name. */
  readonly tells: (item: Item) => boolean;
}

export function pastOf(issues: readonly Issue[]): Past {
  const told = new Map<string, Story[]>();
  for (const story of issues.flatMap(({ sections }) => sections.flatMap(({ stories }) => stories))) {
    const key = storyKey(story);
    if (key !== undefined) told.set(key, [...(told.get(key) ?? []), story]);
  }
  const last = issues.reduce<string | undefined>((latest, { at }) => (latest === undefined || at > latest ? at : latest), undefined);
  return {
    accounted: new Set(issues.flatMap(({ items }) => items.map(itemName))),
    feeds: new Set(issues.flatMap(({ items }) => items.map(({ feed }) => feed))),
    ...(last !== undefined && { last }),
    tells: (item) => (told.get(storyKey(item) ?? '') ?? []).some((story) => isSame(story, item)),
  };
}

/** Both the address and the headline: a page that changes under one address, and a standing headline, are new each day. */
function storyKey({ url, title }: { readonly url?: string; readonly title: string }): string | undefined {
  const [address, headline] = [addressKey(url), headlineKey(title)];
  return address === undefined || headline === undefined ? undefined : `${address} ${headline}`;
}

/** A feed that has both again may have a standing page, which is new if its text is. An issue of before stories were named counts as another feed's. */
const isSame = (story: Story, item: Item): boolean => !story.item?.startsWith(`${item.feed}/`) || story.summary === item.summary;

/** Whether the item should have been in the last issue: it is dated a day or more before it, and its feed is no new one with all that it has. */
export const isLate = ({ feed, published }: Item, { last, feeds }: Past): boolean =>
  published !== undefined && last !== undefined && feeds.has(feed) && Date.parse(last) - Date.parse(published) > 86_400_000;

import type { Config } from '../config.ts';
import type { Fate, IssueSection, ItemFate, Story } from '../model/issue.ts';
import type { Item } from '../model/item.ts';
import { cluster } from './cluster.ts';
import { passes } from './filter.ts';
import { applyCaps, byRank, type Candidate } from './rank.ts';

/** How an item is named across feeds. */
export const itemName = ({ feed, id }: { readonly feed: string; readonly id: string }): string => `${feed}/${id}`;

/** The stories of an issue, and what became of every item. */
export interface Selection {
  readonly sections: readonly IssueSection[];
  readonly items: readonly ItemFate[];
}

/**
 * Chooses the stories of an issue from the items read. `accounted` holds the
 * names of items that earlier issues account for: those are passed over, as
 * reads overlap on purpose. Every other item gets exactly one fate.
 */
export function select(config: Config, items: readonly Item[], accounted: ReadonlySet<string>, now: Date): Selection {
  const feeds = new Map(
    config.sections.flatMap(({ feeds }, section) => feeds.map((feed) => ({ feed, section }))).map((entry, position) => [entry.feed.id, { ...entry, position }]),
  );
  const fresh = new Map<string, Item>();
  for (const item of items) {
    const name = itemName(item);
    if (!accounted.has(name) && !fresh.has(name)) fresh.set(name, item);
  }

  const fates: ItemFate[] = [];
  const settle = ({ feed, id }: Item, fate: Fate): void => void fates.push({ feed, id, fate });
  const oldest = config.limits.maxAgeDays === undefined ? -Infinity : now.getTime() - config.limits.maxAgeDays * 86_400_000;
  const running: Item[] = [];
  for (const item of fresh.values()) {
    const source = feeds.get(item.feed);
    if (!source) settle(item, 'feed-removed');
    else if (!passes(source.feed, item)) settle(item, 'filtered');
    else if (Date.parse(item.published ?? item.firstSeen) < oldest) settle(item, 'too-old');
    else running.push(item);
  }

  const positionOf = (item: Item): number => feeds.get(item.feed)!.position;
  const byFeed = running.toSorted((a, b) => positionOf(a) - positionOf(b));
  const candidates = cluster(byFeed).map((group): Candidate => ({ items: group, position: positionOf(group[0]!) }));
  const ranked = config.sections.map((_, section) =>
    candidates.filter(({ items }) => feeds.get(items[0]!.feed)!.section === section).sort(byRank),
  );
  const capped = applyCaps(ranked, {
    ...config.limits,
    perFeed: new Map([...feeds].map(([id, { feed }]) => [id, feed.maxStories])),
  });
  const sections = config.sections.map(({ title }, section) => ({
    title,
    stories: ranked[section]!.flatMap(({ items: [shown, ...others] }, index) => {
      const fate = capped[section]![index]!;
      settle(shown!, fate);
      for (const other of others) settle(other, 'same-story');
      return fate === 'story' ? [toStory(shown!, others, (item) => feeds.get(item.feed)!.feed.name)] : [];
    }),
  }));
  return { sections: sections.filter(({ stories }) => stories.length > 0), items: fates };
}

function toStory(shown: Item, others: readonly Item[], sourceOf: (item: Item) => string): Story {
  const { title, url, summary, author, image, published, words } = shown;
  return {
    title,
    ...(url !== undefined && { url }),
    summary,
    source: sourceOf(shown),
    ...(author !== undefined && { author }),
    ...(image !== undefined && { image }),
    ...(published !== undefined && { published }),
    words,
    also: others.map((other) => ({ source: sourceOf(other), ...(other.url !== undefined && { url: other.url }) })),
  };
}

import type { Config } from '../config.ts';
import type { Feed } from '../model/feed.ts';
import type { Fate, IssueSection, ItemFate, Story, Title } from '../model/issue.ts';
import type { Item } from '../model/item.ts';
import { passes } from './filter.ts';
import { itemName } from './item-name.ts';
import { titlesOf } from './leftovers.ts';
import { isLate, type Past } from './past.ts';
import { applyCaps, byRank, type Candidate, leadOf } from './rank.ts';
import { cluster } from './same/cluster.ts';

/** The stories of an issue, and what became of every item. */
export interface Selection {
  readonly sections: readonly IssueSection[];
  /** Which section's first story leads the issue. */
  readonly lead: number;
  readonly items: readonly ItemFate[];
}

/** A feed with its place in the newsletter. */
interface Source {
  readonly feed: Feed;
  readonly section: number;
  /** Among all feeds. */
  readonly position: number;
}

/**
 * Chooses the stories of an issue from the items read. Items that earlier
 * issues account for are passed over, as reads overlap on purpose. Every other
 * item gets exactly one fate.
 */
export function select(config: Config, items: readonly Item[], past: Past, now: Date): Selection {
  const sources = sourcesOf(config);
  const sourceOf = (item: Item): Source => sources.get(item.feed)!;
  const fates: ItemFate[] = [];
  const settle = ({ feed, id }: Item, fate: Fate, as?: Item): void => void fates.push({ feed, id, fate, ...(as && { as: itemName(as) }) });
  const running: Item[] = [];
  for (const item of unaccounted(items, past)) {
    const fate = unfit(config, sources.get(item.feed)?.feed, item, past, now);
    if (fate) settle(item, fate);
    else running.push(item);
  }

  // Of one story the item is shown that can be followed, of the feed that counts most, of the feed named first.
  const shownFirst = running.toSorted((a, b) =>
    Number(b.url !== undefined) - Number(a.url !== undefined) ||
    sourceOf(b).feed.weight - sourceOf(a).feed.weight ||
    sourceOf(a).position - sourceOf(b).position);
  const candidates = cluster(shownFirst).map((group): Candidate => ({
    items: group,
    breadth: [...new Set(group.map(sourceOf))].reduce((sum, { feed }) => sum + feed.weight, 0),
    position: sourceOf(group[0]!).position,
  }));
  const order = byRank(now);
  const ranked = config.sections.map((_, section) => candidates.filter(({ items: [shown] }) => sourceOf(shown!).section === section).sort(order));
  const capped = applyCaps(ranked, { ...config.limits, perFeed: new Map([...sources].map(([id, { feed }]) => [id, feed.maxStories])) });

  const sections = config.sections.map(({ title }, section): IssueSection => {
    const stories: Story[] = [];
    const leftovers: Title[] = [];
    ranked[section]!.forEach(({ items: group }, index) => {
      const { fate, shown: at } = capped[section]![index]!;
      const shown = group[at]!;
      const others = group.filter((item) => item !== shown);
      settle(shown, fate);
      for (const other of others) settle(other, 'same-story', shown);
      if (fate === 'story') stories.push(toStory(shown, others, sourceOf, isLate(shown, past)));
      else leftovers.push(toTitle(shown, sourceOf));
    });
    return { title, stories, ...titlesOf(leftovers) };
  });
  const filled = sections.flatMap(({ stories, titles }, n) => (stories.length > 0 || titles ? [n] : []));
  return {
    sections: filled.map((n) => sections[n]!),
    lead: leadOf(filled.map((n) => ranked[n]!.filter((_, index) => capped[n]![index]!.fate === 'story')), now),
    items: fates,
  };
}

function sourcesOf({ sections }: Config): ReadonlyMap<string, Source> {
  const all = sections.flatMap(({ feeds }, section) => feeds.map((feed) => ({ feed, section })));
  return new Map(all.map((source, position) => [source.feed.id, { ...source, position }]));
}

function unaccounted(items: readonly Item[], { accounted }: Past): Iterable<Item> {
  const fresh = new Map<string, Item>();
  for (const item of items) {
    const name = itemName(item);
    if (!accounted.has(name) && !fresh.has(name)) fresh.set(name, item);
  }
  return fresh.values();
}

/** Why the item can't be a story, whatever else there is. */
function unfit({ limits }: Config, feed: Feed | undefined, item: Item, past: Past, now: Date): Fate | undefined {
  if (!feed) return 'feed-removed';
  if (!passes(feed, item)) return 'filtered';
  const oldest = limits.maxAgeDays === undefined ? -Infinity : now.getTime() - limits.maxAgeDays * 86_400_000;
  if (Date.parse(item.published ?? item.firstSeen) < oldest) return 'too-old';
  return past.tells(item) ? 'told-before' : undefined;
}

function toStory(shown: Item, others: readonly Item[], sourceOf: (item: Item) => Source, late: boolean): Story {
  const { title, url, summary, author, image, published, words } = shown;
  // A feed that has it twice is no other.
  const also = others.filter((other, n) => ![shown, ...others.slice(0, n)].some(({ feed }) => feed === other.feed));
  return {
    item: itemName(shown),
    title,
    ...(url !== undefined && { url }),
    summary,
    source: sourceOf(shown).feed.name,
    ...(author !== undefined && { author }),
    ...(image !== undefined && { image }),
    ...(published !== undefined && { published }),
    words,
    ...(late && { late }),
    also: also.map((other) => ({ source: sourceOf(other).feed.name, ...(other.url !== undefined && { url: other.url }) })),
  };
}

const toTitle = (item: Item, sourceOf: (item: Item) => Source): Title => ({
  item: itemName(item),
  title: item.title,
  ...(item.url !== undefined && { url: item.url }),
  source: sourceOf(item).feed.name,
});

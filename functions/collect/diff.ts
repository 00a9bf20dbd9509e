/** Which items of a document are new, and which ids are kept in mind: pure decisions. */
import type { FeedState } from '../model/feed.ts';
import type { Item, ParsedItem } from '../model/item.ts';

export type Seen = FeedState['seen'];

/** Days for which an id is kept after its feed last held it. */
export const keepDays = 90;

/** Ids kept of one feed, at most: ten documents full. A feed that makes ids up must not make its state grow without end. */
export const keepIds = 10_000;

/** The items not seen before, in the document's order, as items of that feed and poll. */
export function freshItems(items: readonly ParsedItem[], seen: Seen, feed: string, at: Date): Item[] {
  return items.filter(({ id }) => !Object.hasOwn(seen, id))
    .map((item) => ({ ...item, feed, firstSeen: at.toISOString() }));
}

/**
 * The ids to keep in mind after a poll: those that the document holds
 * (`held`), as of today, and those that went out of it less than `keepDays`
 * ago. A `partial` document does not tell which went out of the feed.
 */
export function seenAfter(seen: Seen, held: readonly string[], at: Date, partial = false): Seen {
  const today = dayOf(at);
  const oldest = partial ? '' : dayOf(new Date(at.getTime() - keepDays * 86_400_000));
  const holds = new Set(held);
  const others = Object.entries(seen).filter(([id, day]) => day >= oldest && !holds.has(id));
  return Object.fromEntries([...latest(others, keepIds - holds.size), ...[...holds].map((id) => [id, today] as const)]);
}

/** The `count` entries of the latest days. */
const latest = (entries: [string, string][], count: number): [string, string][] =>
  entries.length <= count ? entries : entries.sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).slice(0, Math.max(count, 0));

/** What two polls at once have seen: of each id the later day. */
export function mergeSeen(a: Seen, b: Seen): Seen {
  const merged = new Map(Object.entries(a));
  for (const [id, day] of Object.entries(b)) {
    if ((merged.get(id) ?? '') < day) merged.set(id, day);
  }
  return Object.fromEntries(merged);
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

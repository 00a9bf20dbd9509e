/** Which items of a document are new, and which ids are kept in mind: pure decisions. */
import type { FeedState } from '../model/feed.ts';
import type { Item, ParsedItem } from '../model/item.ts';

export type Seen = FeedState['seen'];

/** Days for which an id is kept after its feed last held it. */
export const keepDays = 90;

/** The items not seen before, in the document's order, as items of that feed and poll. */
export function freshItems(items: readonly ParsedItem[], seen: Seen, feed: string, at: Date): Item[] {
  return items.filter(({ id }) => !Object.hasOwn(seen, id))
    .map((item) => ({ ...item, feed, firstSeen: at.toISOString() }));
}

/**
 * The ids to keep in mind after a poll: those that the document holds
 * (`held`), as of today, and those that went out of it less than `keepDays` ago.
 */
export function seenAfter(seen: Seen, held: Iterable<string>, at: Date): Seen {
  const today = dayOf(at);
  const oldest = dayOf(new Date(at.getTime() - keepDays * 86_400_000));
  const kept = Object.entries(seen).filter(([, day]) => day >= oldest);
  return Object.fromEntries([...kept, ...[...held].map((id) => [id, today] as const)]);
}

/** What two polls at once have seen: of each id the later day. */
export function mergeSeen(a: Seen, b: Seen): Seen {
  const merged = new Map(Object.entries(a));
  for (const [id, day] of Object.entries(b)) {
    if ((merged.get(id) ?? '') < day) merged.set(id, day);
  }
  return Object.fromEntries(merged);
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

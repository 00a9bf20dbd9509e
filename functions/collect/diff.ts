/** Which items of a document are new, and which ids are kept in mind: pure decisions. */
import type { FeedState } from '../model/feed.ts';
import type { Item, ParsedItem } from '../model/item.ts';

export type Seen = FeedState['seen'];

/** Days for which an id is kept after its feed last held it. */
const keepDays = 90;

/** Ids kept of one feed, at most: ten documents full. A feed that makes ids up must not make its state grow without end. */
const keepIds = 10_000;

/** The items not seen before, in the document's order, as items of that feed and poll. */
export function freshItems(items: readonly ParsedItem[], seen: Seen, feed: string, at: Date): Item[] {
  return items.filter((item) => !isKnown(item, seen)).map(({ identity: _, ...item }) => ({ ...item, feed, firstSeen: at.toISOString() }));
}

/** An item that has its id to itself may have been edited. Of several that share theirs, the one that had it before says what it said then. */
function isKnown({ id, identity: { bare, full, mark } }: ParsedItem, seen: Seen): boolean {
  if (Object.hasOwn(seen, full)) return true;
  return Object.hasOwn(seen, bare) && (id === bare || seen[bare]!.endsWith(` ${mark}`));
}

/**
 * What to keep in mind after a poll: the items that the document holds, as of
 * today, and those that went out of it less than `keepDays` ago. A `partial`
 * document does not tell which went out of the feed.
 */
export function seenAfter(seen: Seen, held: readonly ParsedItem[], at: Date, partial = false): Seen {
  const today = dayOf(at);
  const oldest = partial ? '' : dayOf(new Date(at.getTime() - keepDays * 86_400_000));
  const holds = new Map(held.flatMap(({ id, identity: { bare, full, mark } }) => {
    const owner = [bare, `${today} ${mark}`] as const;
    if (id === bare) return [owner];
    return seen[bare]?.endsWith(` ${mark}`) ? [[full, today] as const, owner] : [[full, today] as const];
  }));
  const others = Object.entries(seen).filter(([name, day]) => day >= oldest && !holds.has(name));
  return Object.fromEntries([...latest(others, keepIds - holds.size), ...holds]);
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

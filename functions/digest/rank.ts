import type { Item } from '../model/item.ts';

/** Items that report the same thing; `items[0]` is the one shown. */
export interface Candidate {
  readonly items: readonly Item[];
  /** The weights of the feeds that have it, added up: how broadly it is covered. */
  readonly breadth: number;
  /** Position of the shown item's feed in the configuration. */
  readonly position: number;
}

/** Hours in which a story comes to count half. */
const halfLife = 24;

/**
 * The order of stories in a section at `now`. A story counts for the weights of
 * the feeds that have it, and half as much for every day of its age: so two
 * feeds' story goes before one feed's of the same day, and a late arrival of
 * last week after both. Of equals the newer goes first, then the feed named
 * earlier, then by id, so that no two are equal.
 */
export function byRank(now: Date): (a: Candidate, b: Candidate) => number {
  const score = ({ items, breadth }: Candidate): number =>
    breadth * 0.5 ** (Math.max(0, now.getTime() - freshness(items[0]!)) / (halfLife * 3_600_000));
  return (a, b) =>
    score(b) - score(a) ||
    freshness(b.items[0]!) - freshness(a.items[0]!) ||
    a.position - b.position ||
    (a.items[0]!.id < b.items[0]!.id ? -1 : 1);
}

/** A date in the future is a mistake or a trick to stay on top: an item is no newer than its first sight. */
function freshness({ published, firstSeen }: Item): number {
  return Math.min(Date.parse(published ?? firstSeen), Date.parse(firstSeen));
}

/** Hours of age up to which a story can lead the issue, if there is a newer one. */
const leadAge = 48;

/**
 * Which section's first story leads the issue at `now`: of those of the last two
 * days the one most broadly covered, of equals the section named first; 0 where
 * there is none.
 */
export function leadOf(sections: readonly (readonly Candidate[])[], now: Date): number {
  const firsts = sections.flatMap(([first], section) => (first ? [{ first, section }] : []));
  const young = firsts.filter(({ first }) => now.getTime() - freshness(first.items[0]!) <= leadAge * 3_600_000);
  const [lead] = (young.length > 0 ? young : firsts).sort((a, b) => b.first.breadth - a.first.breadth || a.section - b.section);
  return lead?.section ?? 0;
}

export interface Caps {
  readonly stories: number;
  readonly storiesPerSection: number;
  /** Feed id → stories of that feed. */
  readonly perFeed: ReadonlyMap<string, number>;
}
export interface Capped {
  readonly fate: 'story' | 'over-feed-cap' | 'over-section-cap' | 'over-issue-cap';
  /** Which of the candidate's items to show. */
  readonly shown: number;
}

/**
 * What the caps make of ranked sections: for each candidate whether it is a
 * story or which cap it met. A story whose first feed has no room left is shown
 * as another feed tells it. The room of the whole issue is dealt in rounds, a
 * story to each section in turn, so that no section starves another.
 */
export function applyCaps(sections: readonly (readonly Candidate[])[], caps: Caps): Capped[][] {
  const taken = new Map<string, number>();
  const hasRoom = (feed: string): boolean => (taken.get(feed) ?? 0) < (caps.perFeed.get(feed) ?? 0);
  const capped = sections.map((candidates) => {
    let inSection = 0;
    return candidates.map(({ items }): Capped => {
      const shown = items.findIndex(({ feed }) => hasRoom(feed));
      if (shown < 0) return { fate: 'over-feed-cap', shown: 0 };
      if (inSection >= caps.storiesPerSection) return { fate: 'over-section-cap', shown: 0 };
      const { feed } = items[shown]!;
      taken.set(feed, (taken.get(feed) ?? 0) + 1);
      inSection += 1;
      return { fate: 'story', shown };
    });
  });
  const room = deal(capped.map((section) => section.filter(({ fate }) => fate === 'story').length), caps.stories);
  return capped.map((section, s) => {
    let told = 0;
    return section.map((one): Capped => (one.fate === 'story' && ++told > room[s]! ? { ...one, fate: 'over-issue-cap' } : one));
  });
}

/** How many of `room` each gets that wants so many: dealt in rounds, one to each in turn, the first first. */
export function deal(wanted: readonly number[], room: number): number[] {
  const dealt = wanted.map(() => 0);
  for (let left = room, round = 0; left > 0 && wanted.some((want) => want > round); round++) {
    wanted.forEach((want, n) => {
      if (want <= round || left === 0) return;
      dealt[n]! += 1;
      left -= 1;
    });
  }
  return dealt;
}

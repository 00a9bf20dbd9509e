import type { Item } from '../model/item.ts';

/** Items that report the same thing; `items[0]` is the one shown. */
export interface Candidate {
  readonly items: readonly Item[];
  /** Position of the shown item's feed in the configuration. */
  readonly position: number;
}

/**
 * The order of stories in a section: first what more feeds report, then the
 * newer, then the feed named earlier, then by id so that no two are equal.
 */
export function byRank(a: Candidate, b: Candidate): number {
  return (
    b.items.length - a.items.length ||
    freshness(b.items[0]!) - freshness(a.items[0]!) ||
    a.position - b.position ||
    (a.items[0]!.id < b.items[0]!.id ? -1 : 1)
  );
}

/** A date in the future is a mistake or a trick to stay on top: an item is no newer than its first sight. */
function freshness({ published, firstSeen }: Item): number {
  return Math.min(Date.parse(published ?? firstSeen), Date.parse(firstSeen));
}

export interface Caps {
  readonly stories: number;
  readonly storiesPerSection: number;
  /** Feed id → stories of that feed. */
  readonly perFeed: ReadonlyMap<string, number>;
}
export type Capped = 'story' | 'over-feed-cap' | 'over-section-cap' | 'over-issue-cap';

/**
 * What the caps make of ranked sections: for each candidate whether it is a
 * story or which cap it met. The room of the whole issue is dealt in rounds, a
 * story to each section in turn, so that no section starves another.
 */
export function applyCaps(sections: readonly (readonly Candidate[])[], caps: Caps): Capped[][] {
  const taken = new Map<string, number>();
  const inSections = sections.map((candidates) => {
    let inSection = 0;
    return candidates.map(({ items }): Capped => {
      const { feed } = items[0]!;
      const ofFeed = taken.get(feed) ?? 0;
      if (ofFeed >= (caps.perFeed.get(feed) ?? 0)) return 'over-feed-cap';
      if (inSection >= caps.storiesPerSection) return 'over-section-cap';
      taken.set(feed, ofFeed + 1);
      inSection += 1;
      return 'story';
    });
  });
  const queues = inSections.map((fates) => fates.flatMap((fate, index) => (fate === 'story' ? [index] : [])));
  let room = caps.stories;
  for (let round = 0; queues.some((queue) => round < queue.length); round++) {
    queues.forEach((queue, section) => {
      const index = queue[round];
      if (index === undefined) return;
      if (room > 0) room -= 1;
      else inSections[section]![index] = 'over-issue-cap';
    });
  }
  return inSections;
}

/** Feeds shared out over several runs: pure decisions. */
import type { Feed } from '../model/feed.ts';
import { byHost } from './hosts.ts';

/** One of so many shares of the feeds. */
export interface PartMessage {
  /** From 0. */
  readonly part: number;
  readonly of: number;
}

/** A message for each run that `feeds` feeds need, `perRun` or so at a time; none where one run can do it. */
export function partsOf(feeds: number, perRun: number): PartMessage[] {
  const of = Math.ceil(feeds / perRun);
  return of <= 1 ? [] : Array.from({ length: of }, (_, part) => ({ part, of }));
}

/**
 * The feeds of one part: always the same ones, all of a host together (it is
 * asked by one run alone), and the parts about as large as each other.
 */
export function feedsOfPart(feeds: readonly Feed[], { part, of }: PartMessage): Feed[] {
  const parts = Array.from({ length: of }, (): Feed[] => []);
  // Stable sort: the largest hosts first, as there is no room for them later.
  for (const host of byHost(feeds, () => 0).sort((a, b) => b.length - a.length)) {
    parts.reduce((least, next) => (next.length < least.length ? next : least)).push(...host);
  }
  return parts[part] ?? [];
}

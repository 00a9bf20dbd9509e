/** Which pairs of items are worth a close look, without looking at all pairs. */
import type { Profile } from './profile.ts';

/** Items that a word may be in and still lead from one to the other. */
const rare = 250;
/** Pairs that are looked at for each item: the ones with most in common. */
const perItem = 8;
/** Weight (nats) of rare words that a pair must share: one common one is not enough. */
const leastShared = 4;
/** And part of what the shorter one tells. */
const leastPart = 0.08;

/** Positions [earlier, later] of pairs that share rare words, in the order of the later one. */
export function candidatePairs(profiles: readonly Profile[]): [number, number][] {
  const holders = new Map<string, number[]>();
  profiles.forEach(({ all }, position) => {
    for (const word of all.words) {
      if (word.endsWith('~')) continue;
      const list = holders.get(word);
      if (list) list.push(position);
      else holders.set(word, [position]);
    }
  });
  const pairs: [number, number][] = [];
  const shared = new Float64Array(profiles.length);
  profiles.forEach(({ all, weights, told }, later) => {
    const met: number[] = [];
    for (const word of all.words) {
      const list = holders.get(word);
      if (!list || list.length > rare) continue;
      for (const earlier of list) {
        if (earlier >= later) break;
        if (shared[earlier] === 0) met.push(earlier);
        shared[earlier]! += weights.get(word)!;
      }
    }
    const best = met.filter((earlier) => shared[earlier]! >= Math.max(leastShared, leastPart * Math.min(told.all, profiles[earlier]!.told.all))).sort((a, b) => shared[b]! - shared[a]! || a - b);
    for (const earlier of best.slice(0, perItem)) pairs.push([earlier, later]);
    for (const earlier of met) shared[earlier] = 0;
  });
  return pairs;
}

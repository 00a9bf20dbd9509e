/** A number in [0, 1) for each question, the same whenever it is asked again. */
export type Dice = (...question: readonly (string | number)[]) => number;

/**
 * Dice that are asked by name instead of in turn: ten requests of a window
 * arrive in whatever order the machine gives, and each meets the fate that the
 * seed has for it all the same. FNV-1a, mixed as MurmurHash3 does at its end.
 */
export function diceOf(seed: string): Dice {
  return (...question) => {
    let hash = 0x811c9dc5;
    for (const letter of `${seed} ${question.join(' ')}`) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` up to and with `high`. */
export const between = (roll: number, low: number, high: number): number => low + Math.floor(roll * (high - low + 1));

/** One of them, each as likely as its weight says. */
export function oneOf<T extends string>(roll: number, weights: Readonly<Record<T, number>>): T {
  const entries = Object.entries(weights) as [T, number][];
  let left = roll * entries.reduce((sum, [, weight]) => sum + weight, 0);
  return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)!)[0];
}

/** Two headlines laid beside each other. */

/** Terms of a headline that are compared, at most. */
const longest = 60;

/** Positions of what both say in the same order (a longest common subsequence), as [in a, in b]. */
export function align(a: readonly string[], b: readonly string[]): [number, number][] {
  const [rows, columns] = [Math.min(a.length, longest), Math.min(b.length, longest)];
  const best = Array.from({ length: rows + 1 }, () => new Uint8Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      best[i]![j] = a[i] === b[j] ? best[i + 1]![j + 1]! + 1 : Math.max(best[i + 1]![j]!, best[i]![j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (best[i + 1]![j]! >= best[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}

const sign = /^[\p{Script=Han}\p{Script=Hangul}]$/u;

/**
 * How much the headlines are worded alike (0 to 1) and how many places there
 * are where, between words that both have, each says something else that is
 * new to the whole text of the other: "Quake in Chile", "Quake in Peru".
 */
export function substitutions(
  a: readonly string[],
  b: readonly string[],
  newToA: (term: string) => boolean,
  newToB: (term: string) => boolean,
): { readonly alike: number; readonly places: number } {
  const anchors = align(a, b);
  let places = 0;
  let [fromA, fromB] = [0, 0];
  for (const [i, j] of [...anchors, [a.length, b.length] as const]) {
    const [gapA, gapB] = [a.slice(fromA, i), b.slice(fromB, j)];
    const limit = gapA.concat(gapB).some((term) => sign.test(term)) ? 5 : 3;
    if (gapA.length <= limit && gapB.length <= limit && gapA.some(newToB) && gapB.some(newToA)) places += 1;
    [fromA, fromB] = [i + 1, j + 1];
  }
  return { alike: (2 * anchors.length) / (a.length + b.length || 1), places };
}

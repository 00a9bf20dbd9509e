/** What words two items have in common. */
import { weigh, type Profile } from './profile.ts';

export interface Overlap {
  /** 0 to 1: words that both headlines have, by weight. */
  readonly titles: number;
  /** 0 to 1: words of each headline that the other text has, by weight. */
  readonly covered: number;
  /** 0 to 1: words that both texts have, of the shorter one's, by weight. */
  readonly texts: number;
  /** 0 to 1: names that both texts have, by weight. */
  readonly names: number;
  /** Words and meanings in common, without parts of words. */
  readonly count: number;
}

export function compareWords(a: Profile, b: Profile): Overlap {
  const tell = (words: Iterable<string>): number => weigh(words, a.weights);
  const common = shared(a.all.words, b.all.words);
  const capital = ({ all }: Profile, word: string): boolean => all.names.has(word) || all.maybe.has(word);
  const names = common.filter((word) => (a.all.names.has(word) && capital(b, word)) || (b.all.names.has(word) && capital(a, word)));

  return {
    titles: (2 * tell(shared(a.title.words, b.title.words))) / (a.told.title + b.told.title || 1),
    covered: covered(a, b),
    texts: tell(common) / (Math.min(a.told.all, b.told.all) || 1),
    names: Math.min(1, tell(names) / 20),
    count: common.filter((word) => !/~$/.test(word)).length,
  };
}

/** 0 to 1: words of each headline that the other text has, by weight. */
export function covered(a: Profile, b: Profile): number {
  const part = (one: Profile, other: Profile): number => {
    let sum = 0;
    for (const word of one.title.words) if (other.all.words.has(word)) sum += one.weights.get(word) ?? 0;
    return sum / (one.told.title || 1);
  };
  return (part(a, b) + part(b, a)) / 2;
}

function shared(x: ReadonlySet<string>, y: ReadonlySet<string>): string[] {
  const [few, many] = x.size < y.size ? [x, y] : [y, x];
  const both: string[] = [];
  for (const word of few) if (many.has(word)) both.push(word);
  return both;
}

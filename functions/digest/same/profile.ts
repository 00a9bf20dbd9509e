/** What is compared of an item, and how much each word tells in the digest at hand. */
import type { Item } from '../../model/item.ts';
import { isCommon } from './common-words.ts';
import { byOwner, type Owned } from './figures.ts';
import type { Language } from './languages.ts';
import { languageOfText, termsOf, type Terms } from './terms.ts';

export interface Profile {
  readonly language: Language;
  readonly title: Terms;
  /** The title and the summary. */
  readonly all: Terms;
  /** What is counted or named → its numbers. */
  readonly owned: { readonly title: Owned; readonly all: Owned };
  /** ISO time, where the feed gives one. */
  readonly published?: string;
  /** Of every word of the digest: how much it tells, in nats. */
  readonly weights: ReadonlyMap<string, number>;
  /** What the words of the title tell, and those of all, added up. */
  readonly told: { readonly title: number; readonly all: number };
}

/** So many made-up items stand beside the real ones, so that a word weighs much the same in a digest of five items as in one of thousands. */
const imagined = 200;

/** Letters of a text that are read: a title of ten thousand must not cost more than one of a hundred. */
const read = { title: 300, summary: 700 };

export function profilesOf(items: readonly Pick<Item, 'title' | 'summary' | 'published'>[]): Profile[] {
  const weights = new Map<string, number>();
  const profiles = items.map(({ title, summary, published }): Omit<Profile, 'told'> => {
    const [headline, text] = [withoutOutlet(title).slice(0, read.title), summary.slice(0, read.summary)];
    const language = languageOfText(`${headline} ${text}`);
    const [a, b] = [termsOf(headline, language), termsOf(text, language)];
    const names = new Set([...a.names, ...[...a.words].filter((word) => b.names.has(word))]);
    const all = both(a, b);
    return { language, title: { ...a, names }, all, owned: { title: byOwner(a.numbers), all: byOwner(all.numbers) }, ...(published !== undefined && { published }), weights };
  });
  const [counts, named, capital] = [new Map<string, number>(), new Set<string>(), new Set<string>()];
  for (const { all } of profiles) {
    for (const word of all.words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of all.names) named.add(word);
    for (const word of all.maybe) capital.add(word);
  }
  for (const [word, count] of counts) {
    weights.set(word, Math.log((items.length + imagined) / (count + imagined * share(word, named, capital))));
  }
  return profiles.map((profile) => ({ ...profile, told: { title: weigh(profile.title.words, weights), all: weigh(profile.all.words, weights) } }));
}

/** What the words tell, added up. */
export function weigh(words: Iterable<string>, weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const word of words) sum += weights.get(word) ?? 0;
  return sum;
}

/** The share of all items that a word is in, guessed by its kind: names are rare, meanings and parts of words are not. */
function share(word: string, named: ReadonlySet<string>, capital: ReadonlySet<string>): number {
  if (word.endsWith('~')) return 0.1;
  if (word.startsWith('#')) return 0.03;
  if (isCommon(word)) return 0.05;
  return named.has(word) ? 0.002 : capital.has(word) ? 0.006 : 0.015;
}

/** A form of text where an outlet may stand: "Title | Opinion". */
const formAtEnd = / [|–—-] ?(?:opinion|editorial|comment|analysis|review|interview|live|kommentar|meinung|kolumne|analyse|мнение|колонка|анализ|интервью|обзор|社説|コラム|解説|論説|オピニオン)[^|–—-]*$/iu;

/** "Title | BBC News" and "Title - The Guardian": the outlet is no part of what is told. "Title | Opinion" says what the text is. */
function withoutOutlet(title: string): string {
  if (formAtEnd.test(title)) return title;
  return title.replace(/ (?:\||[-–—] (?=(?:The|Der|Die)\b|[^-–—]*\b(?:News|Times|Post|Guardian|Online|Zeitung)\b)) ?\S+(?: \S+){0,3}$/u, '');
}

function both(a: Terms, b: Terms): Terms {
  const numbers = new Map(a.numbers);
  for (const [number, owners] of b.numbers) numbers.set(number, new Set([...(numbers.get(number) ?? []), ...owners]));
  return {
    words: new Set([...a.words, ...b.words]),
    names: new Set([...a.names, ...b.names]),
    maybe: new Set([...a.maybe, ...b.maybe]),
    stages: new Set([...a.stages, ...b.stages]),
    numbers,
    sequence: [...a.sequence, ...b.sequence],
  };
}

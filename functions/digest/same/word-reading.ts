/** What a single word of a spaced script says. */
import { isSmall, stem, type Language } from './languages.ts';
import { meaningOfWord } from './meanings.ts';
import { factorOf, spelledNumber } from './numerals.ts';

export interface WordReading {
  /** The number that it spells. */
  readonly number?: string;
  /** The factor that it is to a number before it; 1 for most words. */
  readonly factor: number;
  /** Whether it says nothing of its own. */
  readonly small: boolean;
  readonly meaning?: string;
  /** Its meaning (`#dead`) or its stem; `%` for percent. */
  readonly term: string;
  /** Its beginning, and in German its end: what it shares with words of its family and with compounds. */
  readonly parts: readonly string[];
  /** Whether it is surely a name by its letters, or may be one by its capital. */
  readonly capital: 'name' | 'some' | 'none';
  /** German: whether a noun after it that has no article is a name, mostly. */
  readonly placing: boolean;
}

const placing = new Set(['in', 'aus', 'bei', 'von', 'nach', 'gegen', 'vor', 'auf', 'für', 'mit']);
const percents = /^(percent|prozent|процент\p{L}*)$/u;
const romans = new Map([['II', '2'], ['III', '3'], ['IV', '4'], ['Q1', '1'], ['Q2', '2'], ['Q3', '3'], ['Q4', '4']]);

// A digest says the same few thousand words over and over: each is read once, until the words of a hostile feed fill this.
const known = new Map<string, WordReading>();
const mostKnown = 50_000;

export function readWord(word: string, language: Language): WordReading {
  const key = `${language} ${word}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const reading = readNewWord(word, language);
  known.set(key, reading);
  return reading;
}

/** The beginning that words of one family share, as a term: Wimbledon, of Wimbledon (in Russian an adjective). */
export const prefix = (word: string): string => `${word.slice(0, /^\p{Script=Katakana}/u.test(word) ? 3 : 5)}~`;

function readNewWord(word: string, language: Language): WordReading {
  const lower = word.toLowerCase().replaceAll('ё', 'е');
  const number = spelledNumber(lower) ?? romans.get(word);
  const meaning = meaningOfWord(word, language === 'de');
  const own = stem(lower, language);
  const isLong = lower.length >= 6 && meaning === undefined;
  const isName = /^\p{Lu}[\p{Lu}\d]+$/u.test(word) || /\d/.test(word) || /\p{Ll}\p{Lu}/u.test(word);
  const hasCapital = meaning === undefined && word !== word.toLowerCase();
  return {
    ...(number !== undefined && { number }),
    factor: factorOf(lower),
    small: (isSmall(lower, language) && meaningOfWord(word) === undefined) || (lower.length < 2 && !/\d/.test(lower)),
    ...(meaning !== undefined && { meaning }),
    term: percents.test(lower) ? '%' : meaning === undefined ? own : `#${meaning}`,
    parts: isLong ? [prefix(lower), ...(language === 'de' ? [`-${own.slice(-5)}~`] : [])] : [],
    capital: hasCapital ? (isName ? 'name' : 'some') : 'none',
    placing: language === 'de' && placing.has(lower),
  };
}

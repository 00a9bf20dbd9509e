/** A text as terms that can be compared: words without endings, names, numbers, and stages of a story. */
import { languageOf, type Language } from './languages.ts';
import { meaningsWithin } from './meanings.ts';
import { arabic, digits, factorOf } from './numerals.ts';
import { prefix, readWord } from './word-reading.ts';

export interface Terms {
  /** Stems, meanings (`#dead`) and pairs of Han signs; of these `names` are a part. */
  readonly words: ReadonlySet<string>;
  /** Words with a capital where the language asks for none, and runs of Katakana or of Latin in Japanese. */
  readonly names: ReadonlySet<string>;
  /** Capitalised words that begin a sentence, or stand where all have capitals: names or not. */
  readonly maybe: ReadonlySet<string>;
  /** Number (`6.8`) → what it counts or belongs to: the words before and after it. */
  readonly numbers: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the text says, in its order: stems, meanings, numbers, single Han signs. */
  readonly sequence: readonly string[];
  /** `axis:stage`, of `stage-words.ts`, `form-words.ts` and `calendar-words.ts`. */
  readonly stages: ReadonlySet<string>;
}

const pattern =
  /(?<number>\d+(?:[.,:–-]\d+)*)|(?<han>[\p{Script=Han}々]+)|(?<katakana>[\p{Script=Katakana}ー]+)|(?<hangul>\p{Script=Hangul}+)|(?<unspaced>[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+)|\p{Script=Hiragana}+|(?<word>[A-Z]&[A-Z]|\p{L}[\p{M}\p{N}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}]*)|(?<sign>[%$€£¥])|(?<stop>[.!?…:|]\s)/gu;

/** The terms of a text of the given language. Equal texts give equal terms, on any machine. */
export function termsOf(text: string, language: Language): Terms {
  const [words, names, maybe, stages] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const numbers = new Map<string, Set<string>>();
  const clean = tidy(text);
  const say = (meaning: string): void => {
    words.add(`#${meaning}`);
    if (meaning.includes(':')) stages.add(meaning);
  };
  meaningsWithin(clean).forEach(say);
  const shouting = isTitleCase(clean);
  const sequence: string[] = [];
  let before = '';
  let number: string | undefined;
  let initial = true;
  let bare = false;
  const count = (value: string): void => {
    const owners = numbers.get(value) ?? new Set<string>();
    if (before !== '') owners.add(before);
    numbers.set(value, owners);
    number = value;
    sequence.push(value);
  };
  const follow = (term: string, ...parts: readonly string[]): void => {
    sequence.push(...(parts.length > 0 ? parts : [term]));
    if (number !== undefined) numbers.get(number)?.add(term);
    number = undefined;
    before = term;
  };
  for (const { 0: all, groups } of clean.matchAll(pattern)) {
    const { number: written, han, katakana, hangul, unspaced, word, sign, stop } = groups!;
    if (stop !== undefined) initial = true;
    if (written !== undefined) count(digits(written));
    else if (sign !== undefined) follow(sign);
    else if (han !== undefined) {
      for (let at = 0; at + 1 < han.length; at++) words.add(han.slice(at, at + 2));
      for (const [name] of han.matchAll(hanNames)) {
        words.add(name);
        names.add(name);
      }
      if (number !== undefined && factorOf(han[0]!) > 1) number = scale(numbers, number, factorOf(han[0]!));
      follow(han.slice(0, number === undefined ? undefined : 1).slice(-2), ...han);
    } else if (hangul !== undefined || unspaced !== undefined) {
      for (let at = 0; at + 1 < all.length; at++) words.add(all.slice(at, at + 2));
      follow(all.slice(0, 2), ...all);
    } else if (katakana !== undefined) {
      if (all.length > 1) {
        words.add(all);
        names.add(all);
      }
      if (all.length > 3) words.add(prefix(all));
      follow(all);
    } else if (word !== undefined) {
      const read = readWord(word, language);
      if (read.number !== undefined) count(read.number);
      else if (read.factor > 1 && number !== undefined) number = scale(numbers, number, read.factor);
      else if (read.small) {
        number = undefined;
        bare = read.placing;
      } else {
        if (read.meaning !== undefined) say(read.meaning);
        if (read.term !== '%') words.add(read.term);
        for (const part of read.parts) words.add(part);
        const tells = read.capital === 'name' || (!initial && !shouting && (language !== 'de' || bare));
        if (read.capital !== 'none') (tells ? names : maybe).add(read.term);
        bare = false;
        follow(read.term);
      }
      initial = false;
    }
  }
  return { words, names, maybe, numbers, sequence, stages };
}

/** The language of a text, by its words. */
export const languageOfText = (text: string): Language => languageOf(text.toLowerCase().match(/\p{L}+/gu) ?? []);

/** Places and people by what follows their names. */
const hanNames = /\p{Script=Han}{2,3}?[県市町村区府]|\p{Script=Han}{2,4}(?=氏|容疑者|被告|首相|選手|監督|知事|社長|大臣|大統領)/gu;

/** One form of characters, no possessive endings, thousands without spaces. */
function tidy(text: string): string {
  return arabic(text.normalize('NFKC')).replace(/['’]s\b/g, '').replace(/(?<![\d.,])(\d{1,3}) (\d{3})(?![\d.,])/g, '$1$2');
}

/** Whether capitals tell nothing, as most long words have one. */
function isTitleCase(text: string): boolean {
  const long = text.match(/\p{L}{4,}/gu) ?? [];
  return long.filter((word) => /^\p{Lu}/u.test(word)).length > long.length * 0.6;
}

function scale(numbers: Map<string, Set<string>>, value: string, factor: number): string {
  const scaled = String(Math.round(Number(value) * factor));
  if (!/^\d+(\.\d+)?$/.test(value)) return value;
  numbers.set(scaled, numbers.get(value)!);
  numbers.delete(value);
  return scaled;
}

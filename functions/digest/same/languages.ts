/** Which language a text is in, and what of its words is left when endings and small words are gone. */
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as russian } from '@orama/stemmers/russian';
import { deu, eng, fra, ita, nld, por, rus, spa } from 'stopword';

export type Language = 'de' | 'en' | 'es' | 'fr' | 'it' | 'nl' | 'pt' | 'ru' | 'other';

// Where two languages have as many of a text's words, the one named first is taken: a text without any counts as English.
const small = new Map<Language, ReadonlySet<string>>([
  ['en', new Set([...eng, 'after', 'as', 'has', 'says', 'said', 'over', 'will', 'his', 'her', 'who', 'was', 'were', 'had', 'not', 'its'])],
  ['de', new Set(deu)],
  ['fr', new Set(fra)],
  ['es', new Set(spa)],
  ['it', new Set(ita)],
  ['pt', new Set(por)],
  ['nl', new Set(nld)],
]);
const smallRussian = new Set(rus);

/** The language that most of the words (in lower case) are the small words of. Cyrillic is read as Russian. */
export function languageOf(words: readonly string[]): Language {
  let best: Language = 'en';
  let most = 0;
  const cyrillic = words.filter((word) => /^\p{Script=Cyrillic}/u.test(word)).length;
  if (cyrillic * 2 > words.length) return 'ru';
  for (const [language, list] of small) {
    let count = words.filter((word) => list.has(word)).length;
    if (language === 'de') count += words.filter((word) => /[äöüß]/.test(word)).length;
    // One word proves little: "no" and "die" are words of several languages.
    if (count > most + (best === 'en' && language !== 'de' ? 1 : 0)) [best, most] = [language, count];
  }
  return best;
}

/** Whether the word (in lower case) says nothing of its own. */
export function isSmall(word: string, language: Language): boolean {
  return /^\p{Script=Cyrillic}/u.test(word) ? smallRussian.has(word) : (small.get(language)?.has(word) ?? false);
}

/** The word (in lower case) without its endings; where no stemmer is at hand, its beginning. */
export function stem(word: string, language: Language): string {
  if (/^\p{Script=Cyrillic}/u.test(word)) return russian(word.replaceAll('ё', 'е'));
  if (!/^\p{Script=Latin}/u.test(word)) return word;
  if (language === 'en') return english(word);
  if (language === 'de') return german(word);
  return word.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 7);
}

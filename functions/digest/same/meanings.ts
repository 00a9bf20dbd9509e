/** Looks up what words and texts mean, by the lists of `news-words.ts`, `stage-words.ts`, `form-words.ts` and `calendar-words.ts`. */
import { calendarWords } from './calendar-words.ts';
import { formWords } from './form-words.ts';
import { newsWords } from './news-words.ts';
import { stageWords } from './stage-words.ts';

const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const whole = new Map<string, string>();
const beginnings = new Map<string, string>();
const anywhere: [string, string][] = [];
let longest = 0;
for (const [meaning, list] of [newsWords, stageWords, formWords, calendarWords].flatMap(Object.entries<string>)) {
  for (const [, phrase, word] of list.matchAll(/"([^"]+)"|(\S+)/g)) {
    const entry = phrase ?? word!;
    if (phrase !== undefined || entry.includes('-') || eastern.test(entry)) anywhere.push([entry, meaning]);
    else if (entry.endsWith('*')) {
      beginnings.set(entry.slice(0, -1), meaning);
      longest = Math.max(longest, entry.length - 1);
    } else whole.set(entry, meaning);
  }
}
/** Entries by how they begin, so that a text is gone through once and not once for each entry. */
const japanese = new Map<string, [entry: string, meaning: string][]>();
const phrases = new Map<string, [entry: string, meaning: string][]>();
const opening = 4;
for (const [entry, meaning] of anywhere) {
  const isJapanese = eastern.test(entry);
  // A phrase ends at a space, unless its last word goes on.
  const written = isJapanese ? entry : entry.endsWith('*') ? entry.slice(0, -1) : `${entry} `;
  const [index, key] = isJapanese ? [japanese, written.slice(0, 1)] : [phrases, written.slice(0, opening)];
  index.set(key, [...(index.get(key) ?? []), [written, meaning]]);
}

/** The meaning of a word; March and May are months only with their capitals. */
export function meaningOfWord(written: string, compounds = false): string | undefined {
  if (written === 'March' || written === 'May') return whole.get(written);
  const word = written.toLowerCase();
  const exact = whole.get(word);
  if (exact !== undefined) return exact;
  for (let length = Math.min(longest, word.length); length >= 3; length--) {
    const meaning = beginnings.get(word.slice(0, length));
    if (meaning !== undefined) return meaning;
  }
  if (!compounds) return undefined;
  // The last part of a German compound says what it is: Zugunglück, Goldraub.
  for (let cut = 3; cut <= word.length - 5; cut++) {
    const rest = word.slice(cut);
    for (let ending = 0; ending <= 2; ending++) {
      const part = rest.slice(0, rest.length - ending);
      if (part.length < 4) break;
      const meaning = whole.get(part) ?? beginnings.get(part);
      if (meaning !== undefined && /[äöüß]|^[a-z]+$/.test(part)) return meaning;
    }
  }
  return undefined;
}

/** The meanings of phrases and of Japanese words in a text. */
export function meaningsWithin(text: string): Set<string> {
  const lower = text.toLowerCase();
  const found = new Set<string>();
  const look = (within: string, from: number, entries: [string, string][] = []): void => {
    for (const [entry, meaning] of entries) if (within.startsWith(entry, from)) found.add(meaning);
  };
  const spaced = ` ${lower.replace(/[^\p{L}\p{N}/?-]+/gu, ' ')} `;
  for (let at = spaced.indexOf(' '); at >= 0; at = spaced.indexOf(' ', at + 1)) look(spaced, at + 1, phrases.get(spaced.slice(at + 1, at + 1 + opening)));
  if (eastern.test(lower)) for (let at = 0; at < lower.length; at++) look(lower, at, japanese.get(lower[at]!));
  return found;
}

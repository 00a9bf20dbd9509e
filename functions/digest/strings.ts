/** The words of the interface, by language. A language that is not here reads English. */
import { ar } from './strings/ar.ts';
import { type Counted, countedIn } from './strings/counted.ts';
import { de } from './strings/de.ts';
import { en } from './strings/en.ts';
import { es } from './strings/es.ts';
import { fr } from './strings/fr.ts';
import { ja } from './strings/ja.ts';
import { ru } from './strings/ru.ts';

export interface Strings {
  readonly stories: (count: number) => string;
  readonly minutes: (count: number) => string;
  readonly alsoIn: string;
  /** The heading of the headlines at the top. */
  readonly overview: string;
  /** Leads the titles of a feed that had no room as stories. */
  readonly alsoFrom: (feed: string) => string;
  /** The link to those that only the page names. */
  readonly moreOnWeb: (count: number) => string;
  /** The label of a story that came after the issue it should have been in. */
  readonly late: string;
  /** The body of an issue that has no stories. */
  readonly empty: string;
  /** Of an issue that was made up after a missed morning. */
  readonly belated: string;
  /** A feed has failed for days; `when` is a weekday of the last week, or a date, as `Intl` writes them. */
  readonly silent: (feed: string, when: string, isWeekday: boolean) => string;
  readonly why: (name: string) => string;
  readonly readOnWeb: string;
  /** The link to the page where a reader changes what they get. */
  readonly manage: string;
  readonly unsubscribe: string;
  readonly archive: string;
  /** The link to the RSS feed of the issues. */
  readonly feed: string;
}

const byLanguage: Readonly<Record<string, (counted: Counted) => Strings>> = { ar, de, en, es, fr, ja, ru };

/** The strings for a BCP 47 tag: its language gives the words, the whole of it the digits. */
export function stringsFor(locale: string): Strings {
  const language = locale.toLowerCase().split('-')[0]!;
  return Object.hasOwn(byLanguage, language) ? byLanguage[language]!(countedIn(locale)) : en(countedIn('en'));
}

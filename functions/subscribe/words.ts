/** The words of the pages and letters, by language. A language that is not here reads English. */
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { ja } from './words/ja.ts';
import { ru } from './words/ru.ts';

export interface Words {
  readonly unsubscribeTitle: (name: string) => string;
  /** Split round the address, which is set in bold. */
  readonly unsubscribeAsk: readonly [before: string, after: string];
  readonly unsubscribeButton: string;
  readonly unsubscribedTitle: string;
  readonly unsubscribedText: (name: string) => string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
  readonly archiveTitle: string;
  readonly archiveEmpty: string;
  readonly olderIssues: string;
  readonly newerIssues: string;
  readonly newestIssues: string;
  readonly feed: string;
  /** What feed readers show below the newsletter's name. */
  readonly feedDescription: (name: string) => string;
  readonly join: {
    readonly title: (name: string) => string;
    readonly text: string;
    readonly label: string;
    readonly button: string;
    /** What a reader agrees to; kept with the subscription as proof. */
    readonly consent: (name: string) => string;
    readonly fault: string;
    /** The label of a field that nobody sees, and only programs fill in. */
    readonly trap: string;
    readonly sentTitle: string;
    /** Round the address. */
    readonly sentText: readonly [before: string, after: string];
    readonly sentHelp: string;
    readonly fullTitle: string;
    readonly fullText: string;
    readonly failedTitle: string;
    readonly failedText: string;
  };
  readonly confirm: {
    readonly title: (name: string) => string;
    /** Round the address. */
    readonly ask: readonly [before: string, after: string];
    readonly button: string;
    readonly doneTitle: string;
    readonly doneText: (name: string) => string;
    readonly moveTitle: string;
    /** Round the new address. */
    readonly moveAsk: readonly [before: string, after: string];
    readonly moveButton: string;
    readonly expiredTitle: string;
    readonly expiredText: string;
    /** A link to the page where one joins. */
    readonly again: string;
  };
  readonly manage: {
    /** Also the link to the page. */
    readonly title: string;
    /** Round the address. */
    readonly whose: readonly [before: string, after: string];
    readonly ended: string;
    readonly sections: string;
    readonly noSection: string;
    readonly often: string;
    readonly everyIssue: string;
    readonly everyWeek: string;
    readonly save: string;
    readonly saved: string;
    readonly pauseTitle: string;
    readonly pauseText: string;
    readonly pauseButton: string;
    /** `date` as the language writes it. */
    readonly paused: (date: string) => string;
    readonly resumeButton: string;
    readonly addressTitle: string;
    readonly addressText: string;
    readonly addressLabel: string;
    readonly addressButton: string;
    readonly dataTitle: string;
    readonly exportLink: string;
    readonly eraseText: string;
    readonly eraseSure: string;
    readonly eraseButton: string;
    readonly erasedTitle: string;
    readonly erasedText: string;
  };
  readonly letters: {
    readonly join: LetterWords;
    readonly move: LetterWords;
    /** Leads the link as text. */
    readonly orCopy: string;
    /** Until when the link works; `date` as the language writes it. */
    readonly until: (date: string) => string;
  };
}

/** The words of one kind of letter. */
export interface LetterWords {
  readonly subject: (name: string) => string;
  readonly preheader: string;
  readonly heading: string;
  readonly text: (name: string) => string;
  readonly button: string;
  readonly why: string;
}

const byLanguage: Readonly<Record<string, Words>> = { ar, de, en, es, fr, ja, ru };

/** The words for a BCP 47 tag, by its language alone. */
export function wordsFor(locale: string): Words {
  const language = locale.toLowerCase().split('-')[0]!;
  return Object.hasOwn(byLanguage, language) ? byLanguage[language]! : en;
}

/** Which readers an issue is for, and what of it they get. */
import type { Issue } from './issue.ts';
import type { Choice } from './subscriber.ts';

/** What of an issue tells who it is for. */
export type Offered = Pick<Issue, 'at' | 'week'> & { readonly sections: readonly { readonly title: string; readonly stories: readonly unknown[] }[] };

/** What a reader gets of an issue. */
export interface Edition {
  /** The mail of a week, in place of the day's. */
  readonly of: 'day' | 'week';
  /** Numbers of the sections that are left out, in their order. */
  readonly without: readonly number[];
}

/**
 * The edition that an active subscriber of this choice gets, or undefined where
 * there is none for them: they pause, or get theirs on another day, or want
 * nothing of what it tells; `titles` are the newsletter's sections. An issue without stories is for all who get it daily.
 */
export function editionFor(choice: Choice | undefined, { day, week, titles = [] }: { readonly day: Offered; readonly week?: Offered | undefined; readonly titles?: readonly string[] }): Edition | undefined {
  if (choice === undefined) return { of: 'day', without: [] };
  const { pausedUntil, every } = choice;
  if (pausedUntil !== undefined && Date.parse(pausedUntil) > Date.parse(day.at)) return undefined;
  const offered = every === 'week' ? week : day;
  if (!offered) return undefined;
  const unwanted = new Set(choice.without);
  // The operator has taken out all they wanted: they did not ask for silence.
  if (titles.length > 0 && titles.every((title) => unwanted.has(title))) unwanted.clear();
  const told = offered.sections.flatMap(({ title, stories }, n) => (stories.length > 0 ? [{ title, n }] : []));
  const left = told.filter(({ title }) => unwanted.has(title));
  if (left.length > 0 && left.length === told.length) return undefined;
  const without = offered.sections.flatMap(({ title }, n) => (unwanted.has(title) ? [n] : []));
  return { of: every === 'week' ? 'week' : 'day', without };
}

/** The subject for who does without those sections: of what is left, the first story. */
export function subjectFor({ subject, sections, lead = 0 }: Pick<Issue, 'subject' | 'sections' | 'lead'>, without: ReadonlySet<number>): string {
  if (!without.has(lead)) return subject;
  const first = sections.find(({ stories }, n) => stories.length > 0 && !without.has(n));
  return first?.subject ?? first?.stories[0]?.title ?? subject;
}

/** How a mail stands against its budget, in words. */
import { budget } from '../../functions/digest/fit.ts';
import { longest } from '../../functions/digest/story-view.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { count } from '../output.ts';

const grouped = (n: number): string => n.toLocaleString('en');

/** `41,230 of 90,000 bytes as sent`. */
export const sizeLine = (size: number): string => `${grouped(size)} of ${grouped(budget)} bytes as sent`;

/** What is to be done about a mail that is too large; undefined where it is not. */
export const overBudget = (size: number): string | undefined =>
  size > budget ? 'too large even after all was cut that can be: Gmail would clip it, and with it the link to unsubscribe; make the template smaller' : undefined;

/** How many items the mail names by their titles, and how many are on the page alone. */
export function namedItems({ items }: Issue): { readonly byTitle: number; readonly onPage: number } {
  const inPlace = (place: 'mail' | 'page'): number => items.filter(({ named }) => named === place).length;
  return { byTitle: inPlace('mail'), onPage: inPlace('page') };
}

/** The same as a line; undefined where the mail tells all in full. */
export function namedLine(issue: Issue): string | undefined {
  const { byTitle, onPage } = namedItems(issue);
  const parts = [...(byTitle > 0 ? [`${count(byTitle, 'item')} by title alone`] : []), ...(onPage > 0 ? [`${count(onPage, 'item')} on the page alone`] : [])];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/**
 * What of the issue the mail leaves out or shortens to keep its budget, a phrase
 * each; empty where it has room for all. `titlesPerSection` is what it would
 * name with room enough, where that is known: the issue does not keep it.
 */
export function trimmed({ sections, mail }: Issue, titlesPerSection?: number): string[] {
  if (!mail) return [];
  const all = sections.reduce((sum, { stories }) => sum + stories.length, 0);
  const told = mail.sections.reduce((sum, { stories }) => sum + stories, 0);
  const titles = Math.max(0, ...mail.sections.map((room) => room.titles));
  const some = sections.some((section) => (section.titles ?? []).length > titles);
  return [
    ...(told < all ? [`${told} of ${count(all, 'story', 'stories')} in full`] : []),
    ...(titlesPerSection !== undefined && titles < titlesPerSection && some ? [`${titles} titles in a section instead of ${titlesPerSection}`] : []),
    ...(mail.summary === 0 ? ['no summaries'] : mail.summary < longest.summary ? [`summaries of ${mail.summary} characters instead of ${longest.summary}`] : []),
  ];
}

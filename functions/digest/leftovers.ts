import type { IssueSection, Title } from '../model/issue.ts';
import { deal } from './rank.ts';

/** Titles that an issue keeps for one section; past them it says how many more there were. */
const kept = 200;

/**
 * What of a section had no room as a story, given best first: its titles, the
 * feeds in turn, so that a loud feed does not fill the list either.
 */
export function titlesOf(leftovers: readonly Title[]): Pick<IssueSection, 'titles' | 'unlisted'> {
  if (leftovers.length === 0) return {};
  const groups = bySource(leftovers);
  const dealt = deal(groups.map((titles) => titles.length), kept);
  const inTurn = groups.flatMap((titles, s) => titles.slice(0, dealt[s]).map((title, round) => ({ title, round })));
  const titles = inTurn.sort((a, b) => a.round - b.round).map(({ title }) => title);
  return { titles, ...(leftovers.length > kept && { unlisted: leftovers.length - kept }) };
}

/** The titles of each feed together, the feeds in the order of their first. */
export function bySource<T extends { readonly source: string }>(titles: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const title of titles) {
    const group = groups.get(title.source);
    if (group) group.push(title);
    else groups.set(title.source, [title]);
  }
  return [...groups.values()];
}

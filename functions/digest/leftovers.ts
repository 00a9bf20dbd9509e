import type { IssueSection, Title } from '../model/issue.ts';
import { deal } from './rank.ts';

/** Titles that an issue keeps for one section; past them it says how many more there were. */
const kept = 1000;

/**
 * What of a section had no room as a story, given best first: its titles, the
 * feeds in turn, so that a loud feed does not fill the list either.
 */
export function titlesOf(leftovers: readonly Title[]): Pick<IssueSection, 'titles' | 'unlisted'> {
  if (leftovers.length === 0) return {};
  // By feed and not by name: two feeds of one host may share theirs.
  const groups = groupedBy(leftovers, ({ item }) => item.slice(0, item.indexOf('/')));
  const dealt = deal(groups.map((titles) => titles.length), kept);
  const inTurn = groups.flatMap((titles, s) => titles.slice(0, dealt[s]).map((title, round) => ({ title, round })));
  const titles = inTurn.sort((a, b) => a.round - b.round).map(({ title }) => title);
  return { titles, ...(leftovers.length > kept && { unlisted: leftovers.length - kept }) };
}

/** The titles of each name together, the names in the order of their first. */
export const bySource = (titles: readonly Title[]): Title[][] => groupedBy(titles, ({ source }) => source);

function groupedBy(titles: readonly Title[], keyOf: (title: Title) => string): Title[][] {
  const groups = new Map<string, Title[]>();
  for (const title of titles) {
    const group = groups.get(keyOf(title));
    if (group) group.push(title);
    else groups.set(keyOf(title), [title]);
  }
  return [...groups.values()];
}

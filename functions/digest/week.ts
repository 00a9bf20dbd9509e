/** The mail of a week: for readers of one mail a week, what the issues since the last one told. Pure. */
import type { Config } from '../config.ts';
import { daysBefore } from '../model/date.ts';
import type { Issue, IssueSection, Story } from '../model/issue.ts';
import { type Weekday, weekdays } from '../model/weekday.ts';
import { headlinesOf } from './headlines.ts';
import { deal } from './rank.ts';

/**
 * Whether readers of one mail a week get theirs with the issue of `date`, and
 * from where it tells: on their day, or where that had no issue, with the next
 * there is. `earlier` are the issues before it.
 */
export function weekOf(weekly: Weekday, date: string, earlier: readonly Pick<Issue, 'date' | 'week'>[]): Issue['week'] {
  const sinceTheirDay = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6 - weekdays.indexOf(weekly)) % 7;
  const theirDay = daysBefore(date, sinceTheirDay);
  const last = earlier.reduce((latest, issue) => (issue.week && issue.date > latest ? issue.date : latest), '');
  // A newsletter that began after that day has no week to tell of yet.
  const isDue = last < theirDay && (sinceTheirDay === 0 || earlier.some((issue) => issue.date < theirDay));
  if (!isDue) return undefined;
  const weekBefore = daysBefore(date, 7);
  // After a long break, what is older than a week is no news.
  return { after: last > daysBefore(date, 14) ? last : weekBefore };
}

/**
 * The mail of the week that ends with `issue`; `earlier` are the issues after
 * `issue.week.after` and before it. The best of each day come first, the newest
 * day's before an older one's.
 */
export function weekIssue(config: Pick<Config, 'name' | 'subject' | 'locale' | 'timezone' | 'limits'>, issue: Issue, earlier: readonly Issue[]): Issue {
  const days = [issue, ...earlier.toSorted((a, b) => (a.date < b.date ? 1 : -1))];
  const titles = [...new Set(days.flatMap(({ sections }) => sections.map(({ title }) => title)))];
  const leads = days.flatMap(({ sections, lead = 0 }) => sections[lead]?.stories[0] ?? []);
  // What most feeds told led the week.
  const top = leads.reduce<Story | undefined>((best, story) => (best === undefined || story.also.length > best.also.length ? story : best), undefined);
  const all = titles.map((title) => ({ title, stories: first(ofSection(days, title), top).slice(0, config.limits.storiesPerSection) }));
  const dealt = deal(all.map(({ stories }) => stories.length), config.limits.stories);
  const sections = all.map(({ title, stories }, n): IssueSection => ({ title, stories: stories.slice(0, dealt[n]) }));
  const lead = Math.max(0, sections.findIndex(({ stories }) => top !== undefined && stories[0] === top));
  const { week: _week, mail: _mail, silent: _silent, ...rest } = issue;
  return { ...rest, lead, ...headlinesOf(config, { sections, lead }, issue.date), items: [], days: { from: days.at(-1)!.date, to: issue.date } };
}

/** The stories of a section over the days: every day's first, then every day's second. */
function ofSection(days: readonly Issue[], title: string): Story[] {
  return days
    .flatMap(({ sections }) => sections.filter((section) => section.title === title).flatMap(({ stories }) => stories.map((story, place) => ({ story, place }))))
    .sort((a, b) => a.place - b.place)
    .map(({ story }) => story);
}

/** The stories with that one in front, if it is one of them. */
const first = (stories: readonly Story[], top: Story | undefined): readonly Story[] =>
  top !== undefined && stories.includes(top) ? [top, ...stories.filter((story) => story !== top)] : stories;

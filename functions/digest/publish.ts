import type { Config } from '../config.ts';
import { issueKey } from '../keys.ts';
import { dateIn } from '../model/date.ts';
import type { Issue } from '../model/issue.ts';
import type { Outcome } from '../model/outcome.ts';
import { read } from '../objects.ts';
import type { IssueMessage, Log, Queue, Store } from '../ports.ts';
import { draft, type DraftOptions, earlierIssues, frozenIssue } from './draft.ts';
import { fit } from './fit.ts';
import { renderWith, type Template, templateFor, type Templates } from './render.ts';
import { feedsToLookAt, polledFeeds } from './silent.ts';
import { weekIssue } from './week.ts';

export interface DigestPorts {
  readonly store: Store;
  readonly queue: Queue<IssueMessage>;
  readonly log: Log;
}

/** What a run of the digest did. */
export interface DigestReport {
  readonly date: string;
  readonly outcome:
    | 'frozen'
    /** The issue was there already, and only what was missing of it was made up. */
    | 'frozen-before'
    /** There are no stories, so there is no issue; what was read is read again for the next. */
    | 'nothing-new';
  readonly stories: number;
  readonly items: number;
  /** Shards that had subscribers. */
  readonly shards: number;
  /** Names of feeds that the operator is to look at, where the issue was made anew. */
  readonly silent?: readonly string[];
}

/**
 * Makes the issue of the date that `now` is in the newsletter's timezone, and
 * hands it over to be delivered. Can be run any number of times for a date:
 * issue.json is written once and decides, everything after is made from it, and
 * an issue that is handed over again is known by its plan and its ledgers.
 */
export async function publish(
  { store, queue, log }: DigestPorts,
  config: Config,
  templates: Templates,
  options: DraftOptions,
): Promise<DigestReport> {
  const date = options.date ?? dateIn(config.timezone, options.now);
  const before = await frozenIssue(store, date);
  const finish = (outcome: Outcome['outcome']) => recordOutcome(store, { date, outcome, nonce: options.nonce, at: options.now.toISOString(), ...(options.caughtUp !== undefined && { caughtUp: options.caughtUp }) });
  const feeds = before ? [] : await polledFeeds(store, config);
  const about = { date, ...(!before && { silent: feedsToLookAt(feeds, config, options.now) }) };
  const drafted = before ?? (await draft(store, config, feeds, options));
  if (!before && drafted.sections.length === 0 && config.schedule.whenEmpty === 'skip') {
    await finish('nothing-new');
    return reported(log, { ...about, outcome: 'nothing-new', stories: 0, items: drafted.items.length, shards: 0 });
  }
  const issue = before ?? (await freeze(store, fit(drafted, templateFor(drafted, templates), config.limits.titlesPerSection)));
  const template = templateFor(issue, templates);
  const { html, text, page } = renderWith(issue, template);
  await Promise.all([
    store.create(issueKey(date, 'template.html'), template.html, 'text/html; charset=utf-8'),
    store.create(issueKey(date, 'mail.html'), html, 'text/html; charset=utf-8'),
    store.create(issueKey(date, 'mail.txt'), text, 'text/plain; charset=utf-8'),
    store.create(issueKey(date, 'page.html'), page, 'text/html; charset=utf-8'),
  ]);
  if (issue.week) await publishWeek(store, config, issue, issue.week.after, template);
  await queue.send([{ date }]);
  await finish('made');
  return reported(log, {
    ...about,
    outcome: before ? 'frozen-before' : 'frozen',
    stories: issue.sections.reduce((sum, { stories }) => sum + stories.length, 0),
    items: issue.items.length,
    shards: issue.shards.length,
  });
}

/** Freezes the mail of the week that ends with this issue, and renders it. */
async function publishWeek(store: Store, config: Config, issue: Issue, after: string, template: Template): Promise<void> {
  const before = await read<Issue>(store, issueKey(issue.date, 'week.json'));
  const made = async (): Promise<Issue> => {
    const earlier = (await earlierIssues(store)).filter(({ date }) => date > after && date < issue.date);
    const week = fit(weekIssue(config, issue, earlier), template, 0);
    const written = await store.create(issueKey(issue.date, 'week.json'), JSON.stringify(week));
    return written.kind === 'created' ? week : (await read<Issue>(store, issueKey(issue.date, 'week.json')))!;
  };
  const { html, text } = renderWith(before ?? (await made()), template);
  await Promise.all([
    store.create(issueKey(issue.date, 'week.html'), html, 'text/html; charset=utf-8'),
    store.create(issueKey(issue.date, 'week.txt'), text, 'text/plain; charset=utf-8'),
  ]);
}

/** The first outcome of a date stands: it is what says that nothing was missed. */
async function recordOutcome(store: Store, outcome: Omit<Outcome, 'version'>): Promise<void> {
  await store.create(issueKey(outcome.date, 'outcome.json'), JSON.stringify({ version: 1, ...outcome } satisfies Outcome));
}

/** What of a report is a metric: nothing where no issue was made, or had been before. */
export const metricsOf = ({ silent, stories = 0 }: Partial<Pick<DigestReport, 'date' | 'silent' | 'stories'>>): Record<string, number> => (silent ? { Stories: stories, SilentFeeds: silent.length } : {});

function reported(log: Log, report: DigestReport): DigestReport {
  log('digest', { ...report });
  return report;
}

/** Writes the issue, or yields the one that another firing wrote first. */
async function freeze(store: Store, issue: Issue): Promise<Issue> {
  const written = await store.create(issueKey(issue.date, 'issue.json'), JSON.stringify(issue), 'application/json');
  return written.kind === 'created' ? issue : (await frozenIssue(store, issue.date))!;
}

import { issueKey } from '../keys.ts';
import { type Edition, editionFor } from '../model/edition.ts';
import type { Issue } from '../model/issue.ts';
import type { Choice } from '../model/subscriber.ts';
import { read } from '../objects.ts';
import type { Store } from '../ports.ts';
import { type Compose, composers, type SenderConfig } from './compose.ts';

/** An issue as delivery needs it. */
export interface FrozenIssue {
  /** When it was frozen. */
  readonly at: Date;
  /** What an active subscriber of this choice gets; undefined where the issue is not for them. */
  editionFor(choice: Choice | undefined): Edition | undefined;
  /** Composes that edition: once for all who get it. */
  compose(edition: Edition): Promise<Compose>;
}

/** Yields the issue of a date, or undefined where it is not there or not rendered yet. */
export type Issues = (date: string) => Promise<FrozenIssue | undefined>;

/** Keeps the issue that was asked for last: a worker gets part after part of the same one, and it can't change. */
export function frozenIssues(store: Store, config: SenderConfig & { readonly sections: readonly { readonly title: string }[] }): Issues {
  const titles = config.sections.map(({ title }) => title);
  let last: { readonly date: string; readonly issue: FrozenIssue } | undefined;
  return async (date) => {
    if (last?.date === date) return last.issue;
    const day = await rendered(store, config, date, ['issue.json', 'mail.html', 'mail.txt']);
    const week = day?.issue.week && (await rendered(store, config, date, ['week.json', 'week.html', 'week.txt']));
    if (!day || (day.issue.week && !week)) return undefined;
    const issue: FrozenIssue = {
      at: new Date(day.issue.at),
      editionFor: (choice) => editionFor(choice, { day: day.issue, week: week?.issue, titles }),
      compose: ({ of, without }) => (of === 'week' ? week! : day).compose(without),
    };
    last = { date, issue };
    return issue;
  };
}

async function rendered(store: Store, config: SenderConfig, date: string, [json, html, text]: readonly ['issue.json', 'mail.html', 'mail.txt'] | readonly ['week.json', 'week.html', 'week.txt']) {
  const [issue, htmlBody, textBody] = await Promise.all([read<Issue>(store, issueKey(date, json)), store.get(issueKey(date, html)), store.get(issueKey(date, text))]);
  if (!issue || !htmlBody || !textBody) return undefined;
  return { issue, compose: composers(config, issue, { html: htmlBody.body, text: textBody.body }) };
}

/** Whether the issue is too old to go out, and why: a morning's news of yesterday comes beside today's. */
export function staleness(issue: Pick<FrozenIssue, 'at'>, now: Date, { late }: { readonly late?: string }, maxAgeHours: number): string | undefined {
  const hours = (now.getTime() - (late === undefined ? issue.at : new Date(late)).getTime()) / 3_600_000;
  if (hours <= maxAgeHours) return undefined;
  return `${late === undefined ? 'the issue is' : 'it was resumed'} ${Math.floor(hours)} hours ${late === undefined ? 'old' : 'ago'}, and deliver.maxAgeHours is ${maxAgeHours}`;
}

import type { Config } from '../config.ts';
import { issueKey } from '../keys.ts';
import type { Issue } from '../model/issue.ts';
import { read } from '../objects.ts';
import type { Store } from '../ports.ts';
import { type Compose, composer } from './compose.ts';

/** An issue as delivery needs it. */
export interface FrozenIssue {
  /** When it was frozen. */
  readonly at: Date;
  readonly compose: Compose;
}

/** Yields the issue of a date, or undefined where it is not there or not rendered yet. */
export type Issues = (date: string) => Promise<FrozenIssue | undefined>;

/** Keeps the issue that was asked for last: a worker gets part after part of the same one, and it can't change. */
export function frozenIssues(store: Store, config: Pick<Config, 'from' | 'replyTo' | 'name'>): Issues {
  let last: { readonly date: string; readonly issue: FrozenIssue } | undefined;
  return async (date) => {
    if (last?.date === date) return last.issue;
    const [issue, html, text] = await Promise.all([
      read<Issue>(store, issueKey(date, 'issue.json')),
      store.get(issueKey(date, 'mail.html')),
      store.get(issueKey(date, 'mail.txt')),
    ]);
    if (!issue || !html || !text) return undefined;
    const compose = await composer(config, issue, { html: html.body, text: text.body });
    last = { date, issue: { at: new Date(issue.at), compose } };
    return last.issue;
  };
}

/** Whether the issue is too old to go out, and why: a morning's news of yesterday comes beside today's. */
export function staleness(issue: Pick<FrozenIssue, 'at'>, now: Date, { late }: { readonly late?: string }, maxAgeHours: number): string | undefined {
  const hours = (now.getTime() - (late === undefined ? issue.at : new Date(late)).getTime()) / 3_600_000;
  if (hours <= maxAgeHours) return undefined;
  return `${late === undefined ? 'the issue is' : 'it was resumed'} ${Math.floor(hours)} hours ${late === undefined ? 'old' : 'ago'}, and deliver.maxAgeHours is ${maxAgeHours}`;
}

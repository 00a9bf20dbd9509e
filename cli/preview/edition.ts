/** What a preview shows: an issue, and its three renderings with their slots still open. */
import type { Config } from '../../functions/config.ts';
import { draft, frozenIssue } from '../../functions/digest/draft.ts';
import { encodedSize, fit } from '../../functions/digest/fit.ts';
import { renderWith, templateFor, type Templates } from '../../functions/digest/render.ts';
import { polledFeeds } from '../../functions/digest/silent.ts';
import { issueKey } from '../../functions/keys.ts';
import { dateIn } from '../../functions/model/date.ts';
import type { Issue, Rendered } from '../../functions/model/issue.ts';
import type { Context } from '../context.ts';
import { count } from '../output.ts';
import { sampleFor } from './sample.ts';
import { trimmed } from './size.ts';

export interface Edition {
  readonly kind:
    /** What would be the issue if it were made now. */
    | 'draft'
    /** The issue of the day, which is made already. */
    | 'frozen'
    /** An issue of an earlier day, or of today, from all that was kept of it. */
    | 'past'
    /** The invented one. */
    | 'sample';
  readonly issue: Issue;
  readonly rendered: Rendered;
  /** Bytes of the mail's HTML as it is sent. */
  readonly size: number;
  /** What was left out or shortened to keep the budget, a phrase each. */
  readonly cut: readonly string[];
  /** What the operator should know of it, a sentence each. */
  readonly notes: readonly string[];
}

/** `titlesPerSection` where the issue was made with the newsletter.yaml of now. */
export const editionWith = (kind: Edition['kind'], issue: Issue, rendered: Rendered, notes: readonly string[], titlesPerSection?: number): Edition => ({
  kind,
  issue,
  rendered,
  size: encodedSize(rendered.html, issue.newsletter.baseUrl),
  cut: trimmed(issue, titlesPerSection),
  notes,
});

/** The issue of the day, or what it would be now. Reads, and writes nothing. */
export async function editionOfTheDay({ stack, baseUrl }: Pick<Context, 'stack' | 'baseUrl'>, config: Config, templates: Templates): Promise<Edition> {
  const now = stack.clock();
  const frozen = await frozenIssue(stack.store, dateIn(config.timezone, now));
  if (frozen) {
    const rendered = renderWith(frozen, templateFor(frozen, templates));
    const sent = await stack.store.get(issueKey(frozen.date, 'mail.html'));
    return editionWith('frozen', frozen, rendered, [
      'it is made already: what newsletter.yaml says now of names and stories shows in the next one',
      ...(sent && sent.body !== rendered.html ? [`this is how it looks with today's template and colours; as it was sent: \`dawnpost preview --date ${frozen.date}\``] : []),
    ]);
  }
  const drafted = await draft(stack.store, config, await polledFeeds(stack.store, config), { now, baseUrl: baseUrl(config), nonce: '' });
  const issue = fitted(drafted, config, templates);
  const rendered = renderWith(issue, templateFor(issue, templates));
  return editionWith('draft', issue, rendered, issue.sections.length === 0 ? [nothingToTell(config, issue.items.length)] : [], config.limits.titlesPerSection);
}

function nothingToTell({ schedule }: Config, leftOut: number): string {
  const why = leftOut === 0 ? 'nothing new has been collected' : `what is new is left out by your filters (${count(leftOut, 'item')})`;
  const then = schedule.whenEmpty === 'skip' ? 'no issue would be made' : 'an empty issue would be made';
  const next = leftOut === 0 ? 'run `dawnpost collect` first, or look' : 'look';
  return `${why}, so ${then}; ${next} at an invented issue with \`dawnpost preview --sample\``;
}

/** The invented issue, as this newsletter would show it. */
export function sampleEdition({ baseUrl }: Pick<Context, 'baseUrl'>, config: Config, templates: Templates): Edition {
  const issue = fitted(sampleFor(config, baseUrl(config)), config, templates);
  return editionWith('sample', issue, renderWith(issue, templateFor(issue, templates)), [], config.limits.titlesPerSection);
}

const fitted = (issue: Issue, config: Config, templates: Templates): Issue => fit(issue, templateFor(issue, templates), config.limits.titlesPerSection);

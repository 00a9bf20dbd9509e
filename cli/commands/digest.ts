import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../functions/config.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { draft, frozenIssue } from '../../functions/digest/draft.ts';
import { fit } from '../../functions/digest/fit.ts';
import { dateIn } from '../../functions/digest/moments.ts';
import { type DigestReport, publish } from '../../functions/digest/publish.ts';
import { renderWith, templateFor } from '../../functions/digest/render.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { fillSlots } from '../../functions/model/slot.ts';
import { type Context, nonce } from '../context.ts';
import { count } from '../output.ts';

const templatesDir = fileURLToPath(new URL('../../templates', import.meta.url));

/** Freezes the issue of the day and hands it to the folder's queue. */
export async function digest({ stack, baseUrl }: Context, config: Config): Promise<DigestReport> {
  const templates = await loadTemplates(templatesDir, config.look.palettes);
  return publish(stack, config, templates, { now: stack.clock(), baseUrl: baseUrl(config), nonce: nonce() });
}

export function digestSummary({ date, outcome, stories, items, shards }: DigestReport): string[] {
  if (outcome === 'nothing-new') return [`digest    no issue of ${date}: nothing new to tell${items > 0 ? `; ${count(items, 'new item')} left out by your filters` : ''}`];
  const what = `${count(stories, 'story', 'stories')} from ${count(items, 'new item')}`;
  const how = shards === 0 ? 'no subscribers yet' : `for ${count(shards, 'shard')} of subscribers`;
  return [`digest    issue ${date} ${outcome === 'frozen' ? 'made' : 'was made before'}: ${what}, ${how}`];
}

/** The files of a preview. */
export interface Preview {
  readonly issue: Issue;
  readonly frozen: boolean;
  readonly files: readonly string[];
}

/** Renders the issue of the day, or what it would be now, to `preview/`; changes and sends nothing. */
export async function preview({ stack, baseUrl }: Context, config: Config): Promise<Preview> {
  const templates = await loadTemplates(templatesDir, config.look.palettes);
  const now = stack.clock();
  const before = await frozenIssue(stack.store, dateIn(config.timezone, now));
  const drafted = before ?? (await draft(stack.store, config, { now, baseUrl: baseUrl(config), nonce: nonce() }));
  const template = templateFor(drafted, templates);
  const issue = before ?? fit(drafted, template, config.limits.titlesPerSection);
  const { html, text, page } = renderWith(issue, template);
  const sample = { unsubscribeUrl: `${issue.newsletter.baseUrl}/unsubscribe/preview` };
  const dir = join(stack.dir, 'preview', issue.date);
  await mkdir(dir, { recursive: true });
  const files = Object.entries({ 'mail.html': fillSlots(html, sample), 'mail.txt': fillSlots(text, sample), 'page.html': page }).map(
    ([name, body]) => ({ file: join(dir, name), body }),
  );
  await Promise.all(files.map(({ file, body }) => writeFile(file, body)));
  return { issue, frozen: before !== undefined, files: files.map(({ file }) => file) };
}

export function previewSummary({ issue, frozen, files }: Preview): string[] {
  const stories = issue.sections.reduce((sum, section) => sum + section.stories.length, 0);
  return [
    `${frozen ? 'the issue' : 'what would be the issue'} of ${issue.date}: “${issue.subject}”, ${count(stories, 'story', 'stories')}`,
    ...(stories === 0 && !frozen ? ['nothing new has been collected; run `dawnpost collect` first'] : []),
    ...files,
  ];
}

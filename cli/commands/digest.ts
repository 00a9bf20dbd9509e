import { fileURLToPath } from 'node:url';
import type { Config } from '../../functions/config.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { type DigestReport, publish } from '../../functions/digest/publish.ts';
import { type Context, nonce } from '../context.ts';
import { count } from '../output.ts';

/** Dawnpost's own templates. */
export const templatesDir = fileURLToPath(new URL('../../templates', import.meta.url));

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

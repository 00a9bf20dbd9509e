import { createServer } from 'node:http';
import { serve } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import type { LocalStack } from '../../cli/local/stack.ts';
import { loadLetters } from '../../functions/digest/compile.ts';
import { issueKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { Mailer } from '../../functions/ports.ts';
import { mailLimit } from '../../functions/subscribe/mail-limit.ts';
import { routes } from '../../functions/subscribe/routes.ts';
import { templatesDir } from '../digest/rendering.ts';
import { config as plain, issueOf, temporaryStack } from '../fixtures.ts';

export interface ServedOptions {
  readonly name?: string;
  readonly locale?: string;
  readonly baseUrl?: string;
  readonly config?: typeof plain;
  /** One that is served already: this is another process on it. */
  readonly stack?: LocalStack;
  readonly clock?: () => Date;
  readonly mailer?: (real: Mailer) => Mailer;
}

/** The pages over real HTTP, of an empty stack; `reads` are the keys fetched from the store so far. Who asks is told by the header `x-test-source`. */
export async function served(options: ServedOptions = {}): Promise<{ stack: LocalStack; base: string; reads: string[] }> {
  const { name = 'The Morning Brief', locale = 'en-GB', baseUrl = '' } = options;
  const stack = options.stack ?? (await temporaryStack());
  const reads: string[] = [];
  const get = (key: string) => {
    reads.push(key);
    return stack.store.get(key);
  };
  const config = { ...plain, ...options.config, name, locale };
  const world = { ...stack, store: { ...stack.store, get }, clock: options.clock ?? stack.clock, mailer: options.mailer?.(stack.mailer) ?? stack.mailer };
  const ports = { ...world, letters: await loadLetters(templatesDir), limit: mailLimit(world, config.subscribe), sleep: () => Promise.resolve() };
  const app = routes(ports, config, baseUrl, (context) => context.req.header('x-test-source') ?? '127.0.0.1');
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', createServer });
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return { stack, base: `http://127.0.0.1:${at.port}`, reads };
}

/** Freezes the issue of a date with its page, as the digest leaves it. */
export async function publishPage(stack: LocalStack, date: string, more: Partial<Issue> = {}): Promise<void> {
  await stack.store.create(issueKey(date, 'issue.json'), JSON.stringify(issueOf(date, more)));
  await stack.store.create(issueKey(date, 'page.html'), `<!doctype html><p>the page of ${date}</p>`);
}

/** So many days one after the other from a date on, YYYY-MM-DD. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => new Date(Date.parse(`${first}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10));
}

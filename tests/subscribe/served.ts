import { createServer } from 'node:http';
import { serve } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import type { LocalStack } from '../../cli/local/stack.ts';
import { issueKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { routes } from '../../functions/subscribe/routes.ts';
import { issueOf, temporaryStack } from '../fixtures.ts';

/** The pages over real HTTP, of an empty stack; `reads` are the keys fetched from the store so far. */
export async function served(options: { readonly name?: string; readonly locale?: string; readonly baseUrl?: string } = {}): Promise<{ stack: LocalStack; base: string; reads: string[] }> {
  const { name = 'The Morning Brief', locale = 'en-GB', baseUrl = '' } = options;
  const stack = await temporaryStack();
  const reads: string[] = [];
  const get = (key: string) => {
    reads.push(key);
    return stack.store.get(key);
  };
  const app = routes({ ...stack, store: { ...stack.store, get } }, { name, locale }, baseUrl);
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

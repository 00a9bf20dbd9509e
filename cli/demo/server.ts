import { getConnInfo } from '@hono/node-server/conninfo';
import type { Config } from '../../functions/config.ts';
import type { LetterTemplates } from '../../functions/model/letter.ts';
import { mailLimit } from '../../functions/subscribe/mail-limit.ts';
import { routes } from '../../functions/subscribe/routes.ts';
import type { LoopbackServer } from '../local/listen.ts';
import type { LocalStack } from '../local/stack.ts';
import { sampleSite } from './feeds.ts';
import { imageProxy } from './image-proxy.ts';
import { inbox } from './inbox.tsx';

/** Serves it all: the sample feeds with their pages and pictures, the inbox at `/`, and the newsletter's own pages. */
export function serveDemo({ app, origin }: LoopbackServer, now: Date, stack: LocalStack, config: Config, letters: LetterTemplates, mailsDir: string): void {
  for (const [path, { contentType, body, status }] of sampleSite(now, origin)) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);
    app.get(path, () => new Response(bytes, { status: status ?? 200, headers: { 'Content-Type': contentType } }));
  }
  app.use('/issues/*', imageProxy(origin));
  app.route('/', inbox({ mailsDir, origin }));
  // Handed over whole: a mounted app would lose its own page for what is not found.
  const pages = routes({ ...stack, letters, limit: mailLimit(stack, config.subscribe) }, config, origin, (context) => getConnInfo(context).remote.address ?? '');
  app.all('*', (context) => pages.fetch(context.req.raw, context.env));
}

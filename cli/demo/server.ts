import { createServer, type Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Config } from '../../functions/config.ts';
import { routes } from '../../functions/subscribe/routes.ts';
import type { LocalStack } from '../local/stack.ts';
import { sampleSite } from './feeds.ts';
import { imageProxy } from './image-proxy.ts';
import { inbox } from './inbox.tsx';

/** A server on loopback whose parts come once its address is known, as feeds and pages name it. */
export interface DemoServer {
  readonly origin: string;
  readonly app: Hono;
  close(): Promise<void>;
}

/** Listens on `port`, or on any free one where that is taken. Serves nothing yet. */
export async function listen(port: number): Promise<DemoServer> {
  const app = new Hono();
  const server = await bind(app, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return bind(app, 0);
    throw error;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    origin: `http://localhost:${address.port}`,
    app,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // `localhost` and no number: a browser may try ::1 first.
    const server = serve({ fetch: app.fetch, port, hostname: 'localhost', createServer }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}

/** Serves it all: the sample feeds with their pages and pictures, the inbox at `/`, and the newsletter's own pages. */
export function serveDemo({ app, origin }: DemoServer, now: Date, stack: LocalStack, config: Config, mailsDir: string): void {
  for (const [path, { contentType, body, status }] of sampleSite(now, origin)) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);
    app.get(path, () => new Response(bytes, { status: status ?? 200, headers: { 'Content-Type': contentType } }));
  }
  app.use('/issues/*', imageProxy(origin));
  app.route('/', inbox({ mailsDir, origin }));
  // Handed over whole: a mounted app would lose its own page for what is not found.
  const pages = routes(stack, config, origin);
  app.all('*', (context) => pages.fetch(context.req.raw));
}

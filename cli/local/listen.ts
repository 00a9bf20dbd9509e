import { createServer, type Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** A server on loopback whose parts come once its address is known, as feeds and pages name it. */
export interface LoopbackServer {
  readonly origin: string;
  readonly app: Hono;
  close(): Promise<void>;
}

/** Listens on `port`, or on any free one where that is taken. Serves nothing yet. */
export async function listen(port: number): Promise<LoopbackServer> {
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

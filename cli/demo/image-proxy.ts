import type { MiddlewareHandler } from 'hono';
import { localPictures } from './pictures.ts';

/**
 * Shows the sample pictures in pages that others make (the web archive): what
 * the inbox does for mails. The stored page itself keeps its https addresses.
 */
export function imageProxy(origin: string): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.get('Content-Type')?.startsWith('text/html')) return;
    const headers = new Headers(c.res.headers);
    const policy = headers.get('Content-Security-Policy');
    if (policy) headers.set('Content-Security-Policy', policy.replace(/img-src [^;]*/, `$& ${origin}`));
    headers.delete('Content-Length');
    const { status } = c.res;
    const page = localPictures(await c.res.text(), origin);
    // Hono merges the headers of a response that is replaced into the new one; one that is gone has none.
    c.res = undefined;
    c.res = new Response(page, { status, headers });
  };
}

import type { Context, MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { localPictures, picture, pictureNames } from '../demo/pictures.ts';
import type { LoopbackServer } from '../local/listen.ts';
import type { Changes } from './changes.ts';
import { filled } from './files.ts';
import type { Live } from './live.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { FaultPage, PreviewPage } from './preview-page.tsx';
import { inScheme } from './scheme.ts';

const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the page, the documents in its frames, and the news that something changed. */
export function servePreview({ app, origin }: Pick<LoopbackServer, 'app' | 'origin'>, live: Live, changes: Changes): void {
  app.use(oursAlone(new URL(origin).port || '80'), async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
  });

  app.get('/', async (c) => {
    const shown = await live.fresh();
    c.header('Content-Security-Policy', pagePolicy);
    const page = shown.kind === 'edition' ? <PreviewPage {...shown} /> : <FaultPage {...shown} />;
    return c.html(html`<!doctype html>
      ${page}`);
  });
  app.get('/preview.js', (c) => c.body(pageScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/preview.css', (c) => c.body(pageStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  /** A document of the edition, for a frame: no script, nothing loaded but pictures, links in a window of their own. */
  const document = (path: string, of: (bodies: ReturnType<typeof filled>) => string): void =>
    void app.get(path, async (c) => {
      const shown = await live.latest();
      if (shown.kind === 'fault') return c.text(shown.text, 503);
      // Of the address that it was asked by, which need not be the one that was printed.
      const here = new URL(c.req.url).origin;
      c.header(
        'Content-Security-Policy',
        `sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src https: ${here}; frame-ancestors 'self'`,
      );
      return c.html(localPictures(of(filled(shown.edition)), here).replace('<head>', '<head><base target="_blank">'));
    });
  document('/mail-light.html', (bodies) => inScheme(bodies.html, 'light'));
  document('/mail-dark.html', (bodies) => inScheme(bodies.html, 'dark'));
  document('/page.html', ({ page }) => page);

  app.get('/pictures/:file', (c) => {
    const name = pictureNames.find((known) => `${known}.png` === c.req.param('file'));
    return name ? c.body(Uint8Array.from(picture(name)), 200, { 'Content-Type': 'image/png' }) : c.notFound();
  });

  app.get('/changes', (c) => news(c, changes));
}

/** Tells at once which version is the newest, so that a page which missed a change knows it too, and then after each change. */
function news(c: Context, changes: Changes): Response {
  return streamSSE(c, async (stream) => {
    const tell = (): Promise<void> => stream.writeSSE({ event: 'version', data: changes.version });
    const stop = changes.subscribe(() => void tell());
    await tell();
    await new Promise<void>((gone) => stream.onAbort(gone));
    stop();
  });
}

/** Refuses a request that came by another name: a site whose name was made to lead here could else read the newsletter. */
function oursAlone(port: string): MiddlewareHandler {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const hosts = new Set([...names.map((name) => `${name}:${port}`), ...(port === '80' ? names : [])]);
  return async (c, next) => {
    if (!hosts.has(c.req.header('Host')?.toLowerCase() ?? '')) return c.text(`This preview answers at http://localhost:${port}/ only.\n`, 403);
    await next();
    return undefined;
  };
}

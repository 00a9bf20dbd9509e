import { Hono } from 'hono';
import { html } from 'hono/html';
import { InboxPage, type MailView, views } from './inbox-page.tsx';
import { readMails } from './mails.ts';
import { localPictures } from './pictures.ts';

export interface InboxOptions {
  /** The folder of `.eml` files. */
  readonly mailsDir: string;
  /** The demo's own address, no slash at the end. */
  readonly origin: string;
  /** Where the app is mounted, no slash at the end. */
  readonly base?: string;
}

/**
 * A small mail client over a folder, for the demo: `/` is the inbox, and
 * `/mails/<id>.html` a mail's HTML for the frame in it. Reads only.
 */
export function inbox({ mailsDir, origin, base = '' }: InboxOptions): Hono {
  const app = new Hono();

  app.get('/', async (c) => {
    const mails = await readMails(mailsDir);
    const chosen = mails.find(({ id }) => id === c.req.query('mail')) ?? mails[0];
    const view = views.find((known): known is MailView => known === c.req.query('view')) ?? 'desktop';
    const page = <InboxPage mails={mails} chosen={chosen} view={view} base={base} archive={`${origin}/issues`} join={`${origin}/subscribe`} />;
    return c.html(html`<!doctype html>
      ${page}`);
  });

  app.get('/mails/:file{.+\\.html}', async (c) => {
    const id = c.req.param('file').slice(0, -'.html'.length);
    const mail = (await readMails(mailsDir)).find((one) => one.id === id);
    if (!mail) return c.notFound();
    // As a mail client does: no script, nothing loaded but pictures, links in a window of their own.
    c.header('Content-Security-Policy', `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: ${origin}`);
    c.header('Referrer-Policy', 'no-referrer');
    return c.html(localPictures(mail.html, origin).replace('<head>', '<head><base target="_blank">'));
  });

  return app;
}

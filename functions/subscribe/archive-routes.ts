import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { issueKey } from '../keys.ts';
import { isDate } from '../model/date.ts';
import type { Store } from '../ports.ts';
import { archiveOf, sliceOf } from './archive.ts';
import type { PageBase } from './layout.tsx';
import { archivePage, type ArchiveLinks } from './pages.tsx';

/** Issues on one page of the index, and in the feed. */
const pageSize = 30;
const feedSize = 20;

/** The issues on the web: each one's page, the index, the feed. The same for everyone, so all of it may be cached and passed on. */
export function archiveRoutes(store: Store, newsletter: PageBase, baseUrl: string, notFound: (context: Context) => Response | Promise<Response>): Hono {
  const app = new Hono();
  const archive = archiveOf(store);
  const issueUrl = (date: string) => `${baseUrl}/issues/${date}`;
  const indexUrl = (before?: string) => `${baseUrl}/issues${before === undefined ? '' : `?before=${before}`}`;
  const cache = (context: Context, seconds: number) => context.header('Cache-Control', `public, max-age=${seconds}`);
  // By the bytes sent; the bytes of an issue's page are those stored.
  app.use('/issues/*', etag());
  app.use('/feed.xml', etag());

  app.get('/issues/:date', async (context) => {
    const { date } = context.req.param();
    const page = isDate(date) ? await store.get(issueKey(date, 'page.html')) : undefined;
    if (!page) return notFound(context);
    cache(context, 3600);
    return context.html(page.body);
  });

  app.get('/issues', async (context) => {
    const before = context.req.query('before');
    const slice = before === undefined || isDate(before) ? sliceOf(await archive.dates(), before, pageSize) : undefined;
    if (!slice) return notFound(context);
    const { dates, newer, older } = slice;
    cache(context, newer === undefined ? 300 : 3600);
    const links: ArchiveLinks = {
      canonical: indexUrl(newer === undefined ? undefined : before),
      feed: `${baseUrl}/feed.xml`,
      ...(newer !== undefined && { newer: indexUrl(newer === 'newest' ? undefined : newer) }),
      ...(newer !== undefined && newer !== 'newest' && { newest: indexUrl() }),
      ...(older !== undefined && { older: indexUrl(older) }),
    };
    const issues = (await archive.issues(dates)).map((issue) => ({ ...issue, url: issueUrl(issue.date) }));
    return context.html(archivePage({ ...newsletter, issues, links }));
  });

  app.get('/feed.xml', async (context) => {
    const issues = await archive.issues((await archive.dates()).slice(-feedSize).reverse());
    cache(context, 600);
    // Only here, as it takes longer to load than all other pages together.
    const { feedOf } = await import('./feed.tsx');
    return context.body(feedOf(newsletter, issues, baseUrl), 200, { 'Content-Type': 'application/rss+xml; charset=utf-8' });
  });

  return app;
}

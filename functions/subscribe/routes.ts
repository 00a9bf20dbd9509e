import { Hono, type Context } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { issueDateOf, issueKey, prefixes } from '../keys.ts';
import type { Issue } from '../model/issue.ts';
import { subscriberId, unsubscribeUrl } from '../model/subscriber.ts';
import { keysUnder, read } from '../objects.ts';
import { archivePage, notFoundPage, type PageBase, unsubscribedPage, unsubscribePage } from './pages.tsx';
import { subscriberOf, type SubscribePorts, unsubscribe } from './subscribe.ts';

/** Issues in the archive's list. */
const listed = 60;

/**
 * The pages of the newsletter. GET changes nothing, since link scanners follow
 * every link of a mail; only POST acts, and a POST to the link of
 * List-Unsubscribe is the one-click unsubscribe of RFC 8058. `baseUrl` is where
 * they are served.
 */
export function routes(ports: SubscribePorts, newsletter: PageBase, baseUrl: string): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      // Mail markup is styled inline, and its pictures come from the feeds' own hosts.
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        imgSrc: ['https:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
      referrerPolicy: 'no-referrer',
    }),
  );
  const notFound = (context: Context) => context.html(notFoundPage(newsletter), 404);
  app.notFound(notFound);

  app.get('/unsubscribe/:id/:token', async (context) => {
    const { id, token } = context.req.param();
    const subscriber = await subscriberOf(ports.store, id, token);
    if (!subscriber) return notFound(context);
    context.header('Cache-Control', 'no-store');
    return context.html(
      subscriber.state === 'active'
        ? unsubscribePage({ ...newsletter, address: subscriber.address, action: unsubscribeUrl(baseUrl, id, token) })
        : unsubscribedPage(newsletter),
    );
  });

  // Whatever the body says: the link alone is the right to leave, and someone who posts to it wants to.
  app.post('/unsubscribe/:id/:token', async (context) => {
    const { id, token } = context.req.param();
    const subscriber = await subscriberOf(ports.store, id, token);
    if (!subscriber) return notFound(context);
    const outcome = await unsubscribe(ports, subscriberId(subscriber.address));
    ports.log('unsubscribe', { outcome });
    return context.html(unsubscribedPage(newsletter));
  });

  app.get('/issues/:date', async (context) => {
    const { date } = context.req.param();
    const page = /^\d{4}-\d{2}-\d{2}$/.test(date) ? await ports.store.get(issueKey(date, 'page.html')) : undefined;
    if (!page) return notFound(context);
    context.header('Cache-Control', 'public, max-age=3600');
    return context.html(page.body);
  });

  const subjects = new Map<string, string>();
  app.get('/issues', async (context) => {
    const dates = (await keysUnder(ports.store, prefixes.issues)).flatMap((key) => issueDateOf(key) ?? []).slice(-listed);
    // Frozen, so read once in the life of the process.
    for (const date of dates) {
      if (subjects.has(date)) continue;
      const issue = await read<Issue>(ports.store, issueKey(date, 'issue.json'));
      if (issue) subjects.set(date, issue.subject);
    }
    const issues = dates.toReversed().flatMap((date) => {
      const subject = subjects.get(date);
      return subject ? [{ date, subject, url: `${baseUrl}/issues/${date}` }] : [];
    });
    return context.html(archivePage({ ...newsletter, issues }));
  });

  app.get('/', (context) => context.redirect(`${baseUrl}/issues`));
  return app;
}

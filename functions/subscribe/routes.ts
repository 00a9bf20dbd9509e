import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { subscriberId, unsubscribeUrl } from '../model/subscriber.ts';
import { plainText } from '../model/text.ts';
import { archiveRoutes } from './archive-routes.ts';
import type { JoinPorts } from './join.ts';
import { joinRoutes } from './join-routes.ts';
import { manageRoutes } from './manage-routes.ts';
import { notFoundPage, unsubscribedPage, unsubscribePage } from './pages.tsx';
import type { Site, SiteConfig } from './site.ts';
import { subscriberOf, unsubscribe } from './subscribe.ts';

/** More than any form here has. */
const longestBody = 64_000;

/**
 * The pages of the newsletter. GET changes nothing, since link scanners follow
 * every link of a mail; only POST acts, and a POST to the link of
 * List-Unsubscribe is the one-click unsubscribe of RFC 8058. `baseUrl` is where
 * they are served; `sourceOf` tells the IP address that a request comes from.
 */
export function routes(ports: JoinPorts, given: SiteConfig, baseUrl: string, sourceOf: Site['sourceOf']): Hono {
  const newsletter: SiteConfig = { ...given, name: plainText(given.name) };
  const app = new Hono();
  app.use(
    secureHeaders({
      // Mail markup is styled inline, and its pictures come from the feeds' own hosts.
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        imgSrc: ['https:'],
        // Old mails may lead to another address of these pages; their forms post to this one.
        formAction: ["'self'", ...(URL.canParse(baseUrl) ? [new URL(baseUrl).origin] : [])],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
      referrerPolicy: 'no-referrer',
    }),
  );
  app.use(bodyLimit({ maxSize: longestBody }));
  // Not to be kept: what is not there now may come with the next issue.
  const notFound = (context: Context) => context.html(notFoundPage(newsletter), 404, { 'Cache-Control': 'no-store' });
  app.notFound(notFound);
  // Else it would write errors to the console itself, past the log. Not the path: it may hold a token.
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    ports.log('request', { level: 'ERROR', method: context.req.method, error });
    return context.text('Internal Server Error', 500);
  });

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

  const site: Site = { ports, config: newsletter, baseUrl, sourceOf, notFound };
  app.route('/', joinRoutes(site));
  app.route('/', manageRoutes(site));
  app.route('/', archiveRoutes(ports.store, newsletter, baseUrl, notFound));
  app.get('/', (context) => context.redirect(newsletter.subscribe.open ? `${baseUrl}/subscribe` : `${baseUrl}/issues`));
  return app;
}

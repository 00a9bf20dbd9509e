import { Hono } from 'hono';
import { parseAddress } from '../model/address.ts';
import { confirmUrl, manageUrl } from '../model/subscriber.ts';
import { answerTime, askToJoin, confirmWish } from './join.ts';
import { confirmedPage, confirmPage, expiredPage, joinPage, notSentPage, sentPage, trapField } from './join-pages.tsx';
import { field, type Site } from './site.ts';
import { subscriberOf } from './subscribe.ts';
import { isExpired, wishOf } from './wishes.ts';
import { wordsFor } from './words.ts';

/** Joining with double opt-in: a form, a mail, a page whose form confirms. */
export function joinRoutes({ ports, config, baseUrl, sourceOf, notFound }: Site): Hono {
  const app = new Hono();
  const archiveUrl = `${baseUrl}/issues`;
  const formUrl = `${baseUrl}/subscribe`;
  const joinUrl = config.subscribe.open ? formUrl : undefined;
  const form = { ...config, action: formUrl, archiveUrl };

  if (config.subscribe.open) {
    app.get('/subscribe', (context) => {
      context.header('Cache-Control', 'public, max-age=300');
      return context.html(joinPage(form));
    });

    app.post('/subscribe', async (context) => {
      context.header('Cache-Control', 'no-store');
      const given = await field(context, 'address');
      const address = parseAddress(given);
      if (address === undefined) return context.html(joinPage({ ...form, faulty: given.slice(0, 254) }), 422);
      if ((await field(context, trapField)) !== '') {
        ports.log('join', { outcome: 'trapped' });
        await answerTime(ports);
        return context.html(sentPage({ ...config, address }));
      }
      const source = sourceOf(context);
      const consent = { at: ports.clock().toISOString(), text: wordsFor(config.locale).join.consent(config.name), source: `${formUrl} from ${source}` };
      const answer = await askToJoin(ports, config, { address, source, consent }, baseUrl);
      if (answer === 'sent') return context.html(sentPage({ ...config, address }));
      return context.html(notSentPage({ ...config, why: answer }), answer === 'full' ? 429 : 503);
    });
  }

  app.use('/confirm/*', async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });

  /** Shows the way to what a subscriber can change, to whoever has the subscription's own token. */
  const confirmed = (id: string, token: string, isOwn: boolean): string => confirmedPage({ ...config, ...(isOwn && { manage: manageUrl(baseUrl, id, token) }), archiveUrl });

  app.get('/confirm/:id/:token', async (context) => {
    const { id, token } = context.req.param();
    // Once confirmed, the link is the subscription's.
    const subscriber = await subscriberOf(ports.store, id, token);
    if (subscriber?.state === 'active') return context.html(confirmed(id, token, true));
    const found = await wishOf(ports.store, id, token);
    if (!found) return subscriber ? context.html(expiredPage({ ...config, joinUrl }), 410) : notFound(context);
    const { wish } = found;
    if (subscriber || isExpired(wish, ports.clock(), config.subscribe.confirmWithinDays)) return context.html(expiredPage({ ...config, joinUrl }), 410);
    return context.html(confirmPage({ ...config, address: wish.address, action: confirmUrl(baseUrl, id, token), move: wish.instead !== undefined }));
  });

  app.post('/confirm/:id/:token', async (context) => {
    const { id, token } = context.req.param();
    const found = await wishOf(ports.store, id, token);
    if (!found) {
      // It was confirmed before, or they have left since.
      const subscriber = await subscriberOf(ports.store, id, token);
      if (!subscriber) return notFound(context);
      return subscriber.state === 'active' ? context.html(confirmed(id, token, true)) : context.html(expiredPage({ ...config, joinUrl }), 410);
    }
    const outcome = await confirmWish(ports, config, found);
    if (outcome === 'expired') return context.html(expiredPage({ ...config, joinUrl }), 410);
    return context.html(confirmed(id, token, outcome === 'joined'));
  });

  return app;
}

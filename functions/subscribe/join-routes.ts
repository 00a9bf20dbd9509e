import { Hono } from 'hono';
import { parseAddress } from '../model/address.ts';
import { confirmUrl, manageUrl } from '../model/subscriber.ts';
import { askToJoin, confirmJoin } from './join.ts';
import { confirmedPage, confirmPage, expiredPage, joinPage, notSentPage, sentPage, trapField } from './join-pages.tsx';
import { isExpired } from './joining.ts';
import { field, type Site } from './site.ts';
import { askerOf } from './subscribe.ts';
import { wordsFor } from './words.ts';

/** Joining with double opt-in: a form, a mail, a page whose form confirms. */
export function joinRoutes({ ports, config, baseUrl, sourceOf, notFound }: Site): Hono {
  const app = new Hono();
  const archiveUrl = `${baseUrl}/issues`;
  const joinUrl = `${baseUrl}/subscribe`;
  const form = { ...config, action: joinUrl, archiveUrl };

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
        return context.html(sentPage({ ...config, address }));
      }
      const source = sourceOf(context);
      const consent = { at: ports.clock().toISOString(), text: wordsFor(config.locale).join.consent(config.name), source: `${joinUrl} from ${source}` };
      const answer = await askToJoin(ports, config, { address, source, consent, baseUrl });
      if (answer === 'sent') return context.html(sentPage({ ...config, address }));
      return context.html(notSentPage({ ...config, why: answer }), answer === 'full' ? 429 : 503);
    });
  }

  app.use('/confirm/*', async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });

  app.get('/confirm/:id/:token', async (context) => {
    const { id, token } = context.req.param();
    const asker = await askerOf(ports.store, id, token);
    if (!asker) return notFound(context);
    const move = asker.asked?.instead !== undefined;
    if (asker.state === 'active' && !move) return context.html(confirmedPage({ ...config, manage: manageUrl(baseUrl, id, asker.token), archiveUrl }));
    if (!asker.asked || isExpired(asker, ports.clock(), config.subscribe.confirmWithinDays * 86_400_000)) return context.html(expiredPage({ ...config, joinUrl }), 410);
    return context.html(confirmPage({ ...config, address: asker.address, action: confirmUrl(baseUrl, id, token), move }));
  });

  app.post('/confirm/:id/:token', async (context) => {
    const { id, token } = context.req.param();
    const asker = await askerOf(ports.store, id, token);
    if (!asker) return notFound(context);
    const outcome = await confirmJoin(ports, config, id, asker);
    if (outcome === 'unknown' || outcome === 'expired') return context.html(expiredPage({ ...config, joinUrl }), 410);
    const own = outcome === 'joined' ? asker.asked!.token : asker.token;
    return context.html(confirmedPage({ ...config, manage: manageUrl(baseUrl, id, own), archiveUrl }));
  });

  return app;
}

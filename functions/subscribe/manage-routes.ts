import { type Context, Hono } from 'hono';
import { parseAddress } from '../model/address.ts';
import { type Choice, type Consent, manageUrl, type Subscriber, subscriberId, unsubscribeUrl } from '../model/subscriber.ts';
import { askToJoin } from './join.ts';
import { messagePage, notSentPage, sentPage } from './join-pages.tsx';
import { managePage, type ManageProps } from './manage-page.tsx';
import { field, formOf, type Site } from './site.ts';
import { eraseSubscriber, setChoice, subscriberOf } from './subscribe.ts';
import { wordsFor } from './words.ts';

const pauseMs = 14 * 86_400_000;

/** What a reader can change about their own subscription, by the link in their mails. GET changes nothing. */
export function manageRoutes({ ports, config, baseUrl, sourceOf, notFound }: Site): Hono {
  const app = new Hono();
  const words = wordsFor(config.locale);
  const titles = config.sections.map(({ title }) => title);
  const longDay = new Intl.DateTimeFormat(config.locale, { timeZone: config.timezone, weekday: 'long', day: 'numeric', month: 'long' });

  type Act = (context: Context, id: string, subscriber: Subscriber) => Response | Promise<Response>;
  /** For whoever has the link; for others there is nothing here. */
  const forOwner = (act: Act) => async (context: Context): Promise<Response> => {
    const { id, token } = context.req.param() as { id: string; token: string };
    const subscriber = await subscriberOf(ports.store, id, token);
    context.header('Cache-Control', 'no-store');
    return subscriber ? act(context, id, subscriber) : notFound(context);
  };
  const forActive = (act: Act) => forOwner((context, id, subscriber) => (subscriber.state === 'active' ? act(context, id, subscriber) : page(context, id, subscriber)));

  function page(context: Context, id: string, { address, state, token, choice = {} }: Subscriber, more: Partial<ManageProps> = {}, status: 200 | 422 = 200): Response | Promise<Response> {
    const { pausedUntil } = choice;
    const isPaused = pausedUntil !== undefined && Date.parse(pausedUntil) > ports.clock().getTime();
    return context.html(
      managePage({
        ...config,
        address,
        active: state === 'active',
        choice,
        sections: titles,
        ...(isPaused && { pausedUntil: longDay.format(Date.parse(pausedUntil)) }),
        url: manageUrl(baseUrl, id, token),
        unsubscribeUrl: unsubscribeUrl(baseUrl, id, token),
        joinUrl: config.subscribe.open ? `${baseUrl}/subscribe` : undefined,
        ...more,
      }),
      status,
    );
  }

  async function save(context: Context, id: string, subscriber: Subscriber, change: (before: Choice) => Choice): Promise<Response> {
    const outcome = await setChoice(ports, id, change);
    ports.log('manage', { outcome });
    return page(context, id, { ...subscriber, choice: change(subscriber.choice ?? {}) }, { saved: outcome === 'chosen' });
  }

  app.get('/manage/:id/:token', forOwner((context, id, subscriber) => page(context, id, subscriber)));

  app.post('/manage/:id/:token', forActive(async (context, id, subscriber) => {
    const form = await formOf(context);
    const wanted = new Set([form['section']].flat());
    const without = titles.length > 1 ? titles.filter((title) => !wanted.has(title)) : [];
    const every = form['every'] === 'week' ? 'week' : undefined;
    const change = ({ pausedUntil }: Choice): Choice => ({ ...(without.length > 0 && { without }), ...(every && { every }), ...(pausedUntil !== undefined && { pausedUntil }) });
    if (without.length === titles.length) return page(context, id, { ...subscriber, choice: change(subscriber.choice ?? {}) }, { fault: { of: 'sections' } }, 422);
    return save(context, id, subscriber, change);
  }));

  app.post('/manage/:id/:token/pause', forActive((context, id, subscriber) => {
    const pausedUntil = new Date(ports.clock().getTime() + pauseMs).toISOString();
    return save(context, id, subscriber, (before) => ({ ...before, pausedUntil }));
  }));

  app.post('/manage/:id/:token/resume', forActive((context, id, subscriber) => save(context, id, subscriber, ({ pausedUntil: _over, ...before }) => before)));

  app.post('/manage/:id/:token/address', forActive(async (context, id, subscriber) => {
    const given = await field(context, 'address');
    const address = parseAddress(given);
    if (address === undefined || subscriberId(address) === id) return page(context, id, subscriber, { fault: { of: 'address', given: given.slice(0, 254) } }, 422);
    const source = sourceOf(context);
    // They agreed already: what is new is where it goes to. Without a proof, what they do now is one.
    const { confirmed, ...agreed } = subscriber.consent ?? { at: ports.clock().toISOString(), text: words.manage.addressText, source: 'an earlier subscription' };
    const before = confirmed === undefined ? '' : `, confirmed there ${confirmed}`;
    const moved: Consent = { ...agreed, source: `${agreed.source}${before}; changed to this address from ${source}` };
    const answer = await askToJoin(ports, config, { address, source, consent: moved, instead: id }, baseUrl);
    if (answer === 'sent') return context.html(sentPage({ ...config, address }));
    return context.html(notSentPage({ ...config, why: answer }), answer === 'full' ? 429 : 503);
  }));

  app.get('/manage/:id/:token/export', forOwner((context, _, subscriber) => {
    const { token: _secret, ...stored } = subscriber;
    context.header('Content-Disposition', 'attachment; filename="subscription.json"');
    return context.body(`${JSON.stringify({ newsletter: config.name, ...stored }, null, 2)}\n`, 200, { 'Content-Type': 'application/json; charset=utf-8' });
  }));

  app.post('/manage/:id/:token/erase', forOwner(async (context, id, subscriber) => {
    if ((await field(context, 'sure')) !== 'yes') return page(context, id, subscriber, {}, 422);
    try {
      ports.log('erase', { outcome: await eraseSubscriber(ports, id) });
    } catch (error) {
      // Whatever is left of them goes with the old versions, or by `subscribers erase`.
      ports.log('erase', { level: 'ERROR', outcome: 'unfinished', detail: String(error) });
      throw error;
    }
    return context.html(messagePage(config, words.manage.erasedTitle, words.manage.erasedText));
  }));

  return app;
}

import { describe, expect, it } from 'vitest';
import { readMails } from '../../cli/demo/mails.ts';
import type { LocalStack } from '../../cli/local/stack.ts';
import { prefixes, subscribersKey, wishKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import type { Wish } from '../../functions/model/wish.ts';
import { keysUnder, read, update } from '../../functions/objects.ts';
import { setChoice, subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { mailLimit } from '../../functions/subscribe/mail-limit.ts';
import { config, now, temporaryStack } from '../fixtures.ts';
import { served } from './served.ts';

const address = 'reader@example.org';
const baseUrl = 'https://news.example.com';
const id = subscriberId(address);

const recordOf = async (stack: LocalStack, of = id): Promise<Subscriber | undefined> => (await read<Roster>(stack.store, subscribersKey(shardOfId(of))))?.subscribers[of];
const wishOf = (stack: LocalStack): Promise<Wish | undefined> => read<Wish>(stack.store, wishKey(id));
const mails = (stack: LocalStack) => readMails(`${stack.dir}/outbox`);
/** The link of the newest mail's button. */
const linkIn = async (stack: LocalStack, path: string): Promise<string> => new RegExp(`https?://\\S+/${path}/\\S+`).exec((await mails(stack))[0]!.text)![0];

const post = (url: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

/** The pages at an address that mails can name, and a shorthand for the form. */
async function joining(more: Partial<typeof config.subscribe> = {}, clock?: () => Date) {
  const { stack, base, reads } = await served({ baseUrl, ...(clock && { clock }), config: { ...config, subscribe: { ...config.subscribe, ...more } } });
  const join = (fields: Record<string, string> = { address }, source = '203.0.113.7') => post(`${base}/subscribe`, fields, { 'x-test-source': source });
  return { stack, base, join, reads };
}

/** Hours that pass as a test says. */
function hours(): { readonly clock: () => Date; pass(count: number): void } {
  let at = now.getTime();
  return { clock: () => new Date(at), pass: (count) => void (at += count * 3_600_000) };
}

describe('joining', () => {
  it('goes from the form over the mail to the subscription, and keeps the proof', async () => {
    const { stack, base, join } = await joining();
    expect(await (await fetch(`${base}/subscribe`)).text()).toContain('By subscribing you agree to get The Morning Brief by mail until you unsubscribe.');
    expect((await join()).status).toBe(200);
    expect([await recordOf(stack), await wishOf(stack)]).toMatchObject([undefined, { address }]);
    const [mail] = await mails(stack);
    expect(mail).toMatchObject({ to: address, subject: 'Please confirm: The Morning Brief', from: 'The Morning Brief' });
    expect(mail!.source).toMatch(/^Auto-Submitted: auto-generated$/m);

    const link = await linkIn(stack, 'confirm');
    expect(mail!.html).toContain(`href="${link}"`);
    const local = link.replace(/^https?:\/\/[^/]+/, base);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(local, { method })).status).toBe(200);
    expect(await recordOf(stack)).toBeUndefined();

    const done = await post(local);
    expect([done.status, done.headers.get('set-cookie')]).toEqual([200, null]);
    expect(await recordOf(stack)).toEqual({
      address,
      state: 'active',
      token: link.split('/').at(-1),
      since: now.toISOString(),
      consent: {
        at: now.toISOString(),
        text: 'By subscribing you agree to get The Morning Brief by mail until you unsubscribe.',
        source: expect.stringMatching(/\/subscribe from 203\.0\.113\.7$/) as string,
        confirmed: now.toISOString(),
      },
    });
    expect((await post(local)).status).toBe(200);
    expect(await (await fetch(local)).text()).toContain('You are subscribed');
  });

  it('says the same of every address, and does not look up whether it is in the list', async () => {
    const { stack, join, reads } = await joining();
    const of = (name: string) => `${name}@example.org`;
    for (const state of ['active', 'unsubscribed', 'bounced', 'complained'] as const) {
      await subscribe(stack, of(state));
      await update<Roster>(stack.store, subscribersKey(shardOfId(subscriberId(of(state)))), (roster) => {
        const before = roster!.subscribers[subscriberId(of(state))]!;
        return { ...roster!, subscribers: { ...roster!.subscribers, [subscriberId(of(state))]: { ...before, state } } };
      });
    }
    const answers: string[] = [];
    for (const name of ['fresh', 'active', 'unsubscribed', 'bounced', 'complained', 'fresh']) {
      const answer = await join({ address: of(name) });
      answers.push(`${answer.status} ${(await answer.text()).replaceAll(of(name), '')}`);
    }
    expect(new Set(answers).size).toBe(1);
    expect(reads.filter((key) => key.startsWith(prefixes.subscribers))).toEqual([]);
    const sent = (await mails(stack)).map(({ to, subject }) => `${to}: ${subject}`).toSorted();
    expect(sent).toEqual(['active', 'bounced', 'complained', 'fresh', 'unsubscribed'].map((name) => `${of(name)}: Please confirm: The Morning Brief`));
    for (const state of ['active', 'unsubscribed', 'bounced', 'complained']) expect((await recordOf(stack, subscriberId(of(state))))!.state).toBe(state);
  });

  it('of one who is subscribed, confirmed again, changes nothing, and shows no stranger the way to the subscription', async () => {
    const { stack, base, join } = await joining();
    await subscribe(stack, address);
    const before = await recordOf(stack);
    await join();
    const page = await (await post((await linkIn(stack, 'confirm')).replace(/^https?:\/\/[^/]+/, base))).text();
    expect(page).toContain('You are subscribed');
    expect(page).not.toContain('/manage/');
    expect(await recordOf(stack)).toEqual(before);
  });

  it('is not brought back by the link of an old mail', async () => {
    const time = hours();
    const { stack, base, join } = await joining({}, time.clock);
    await join();
    const local = (await linkIn(stack, 'confirm')).replace(/^https?:\/\/[^/]+/, base);
    await post(local);
    time.pass(1);
    await unsubscribe({ ...stack, clock: time.clock }, id);
    expect([(await fetch(local)).status, (await post(local)).status]).toEqual([410, 410]);
    expect((await recordOf(stack))!.state).toBe('unsubscribed');
    await join();
    await post((await linkIn(stack, 'confirm')).replace(/^https?:\/\/[^/]+/, base));
    expect((await recordOf(stack))!.state).toBe('active');
  });

  it.each(['', 'reader', 'reader@', 'a b@example.org', 'reader@example.org\r\nBcc: all@example.org', 'grüße@example.org', `${'x'.repeat(70)}@example.org`])('shows the form again for %j, and keeps nothing', async (given) => {
    const { stack, join } = await joining();
    const answer = await join({ address: given });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/role="alert"/);
    expect([await mails(stack), await keysUnder(stack.store, prefixes.wishes)]).toEqual([[], []]);
  });

  it('is deaf to what fills in the field that nobody sees, and does not say so', async () => {
    const { stack, join } = await joining();
    const [trapped, real] = [await join({ address, website: 'https://spam.example' }), await join()];
    expect(await trapped.text()).toBe(await real.text());
    expect(await mails(stack)).toHaveLength(1);
  });

  it('mails an address again only after a while, with the link of the first mail, so that both work', async () => {
    const time = hours();
    const { stack, join } = await joining({ againAfterMinutes: 10 }, time.clock);
    await join();
    const first = await linkIn(stack, 'confirm');
    await join();
    expect(await mails(stack)).toHaveLength(1);
    time.pass(1);
    await join();
    expect(await mails(stack)).toHaveLength(2);
    expect(await linkIn(stack, 'confirm')).toBe(first);
  });

  it('is too late after some days', async () => {
    const time = hours();
    const { stack, base, join } = await joining({ confirmWithinDays: 2 }, time.clock);
    await join();
    const local = (await linkIn(stack, 'confirm')).replace(/^https?:\/\/[^/]+/, base);
    time.pass(47);
    expect((await fetch(local)).status).toBe(200);
    time.pass(2);
    expect([(await fetch(local)).status, (await post(local)).status]).toEqual([410, 410]);
    expect(await recordOf(stack)).toBeUndefined();
  });

  it('is confirmed by nobody without the link', async () => {
    const { stack, base, join } = await joining();
    await join();
    const link = await linkIn(stack, 'confirm');
    for (const wrong of [`${base}/confirm/${id}/${'x'.repeat(22)}`, `${base}/confirm/${'0'.repeat(32)}/x`, `${base}${new URL(link).pathname}x`]) {
      expect([(await fetch(wrong)).status, (await post(wrong)).status]).toEqual([404, 404]);
    }
    expect(await recordOf(stack)).toBeUndefined();
  });

  it('takes a body that is no form for an empty one', async () => {
    const { base } = await joining();
    const answer = await fetch(`${base}/subscribe`, { method: 'POST', body: 'broken', headers: { 'content-type': 'multipart/form-data; boundary=x' } });
    expect(answer.status).toBe(422);
  });

  it('does not wait for a pause of before they left', async () => {
    const { stack, base, join } = await joining();
    await subscribe(stack, address);
    await setChoice(stack, id, () => ({ every: 'week', pausedUntil: '2026-03-20T00:00:00.000Z' }));
    await unsubscribe(stack, id);
    await join();
    await post((await linkIn(stack, 'confirm')).replace(/^https?:\/\/[^/]+/, base));
    expect((await recordOf(stack))!.choice).toEqual({ every: 'week' });
  });

  it('can be closed', async () => {
    const { base, join } = await joining({ open: false });
    expect([(await fetch(`${base}/subscribe`)).status, (await join()).status]).toEqual([404, 404]);
    expect((await fetch(base, { redirect: 'manual' })).headers.get('location')).toMatch(/\/issues$/);
  });

  it('keeps nothing where no mail can be sent, and can be tried again at once', async () => {
    let works = false;
    const { stack, base } = await served({ baseUrl, mailer: (real) => ({ ...real, send: (mail) => (works ? real.send(mail) : Promise.resolve({ kind: 'halted', reason: 'paused' })) }) });
    expect((await post(`${base}/subscribe`, { address })).status).toBe(503);
    expect(await wishOf(stack)).toMatchObject({ address: '', token: '' });
    works = true;
    expect((await post(`${base}/subscribe`, { address })).status).toBe(200);
    expect(await mails(stack)).toHaveLength(1);
  });
});

describe('a move to another address', () => {
  const [old, next] = ['old@example.org', 'next@example.org'];

  async function moving(clock: () => Date) {
    const { stack, base } = await served({ baseUrl, clock });
    const ports = { ...stack, clock };
    await subscribe(ports, old);
    const manage = `${base}/manage/${subscriberId(old)}/${(await recordOf(stack, subscriberId(old)))!.token}`;
    const local = async () => (await linkIn(stack, 'confirm')).replace(/^https?:\/\/[^/]+/, base);
    const stateOf = async (of: string) => (await recordOf(stack, subscriberId(of)))?.state;
    return { stack, base, ports, manage, local, stateOf };
  }

  it('confirmed once more does not end what was begun anew at the old one', async () => {
    const time = hours();
    const { ports, manage, local, stateOf } = await moving(time.clock);
    time.pass(1);
    await post(`${manage}/address`, { address: next });
    const link = await local();
    time.pass(1);
    await post(link);
    expect(await stateOf(old)).toBe('unsubscribed');
    time.pass(1);
    await subscribe(ports, old);
    expect((await post(link)).status).toBe(200);
    expect([await stateOf(old), await stateOf(next)]).toEqual(['active', 'active']);
  });

  it('is spent once they have left, or are erased, at the old one', async () => {
    for (const path of ['unsubscribe', 'erase']) {
      const time = hours();
      const { base, manage, local, stateOf } = await moving(time.clock);
      time.pass(1);
      await post(`${manage}/address`, { address: next });
      time.pass(1);
      await post(path === 'erase' ? `${manage}/erase` : manage.replace('/manage/', '/unsubscribe/'), { sure: 'yes' });
      expect((await post(await local())).status, base).toBe(410);
      expect(await stateOf(next)).toBeUndefined();
    }
  });

  it('outlasts a stranger’s wish for the same address', async () => {
    const time = hours();
    const { base, manage, local, stateOf } = await moving(time.clock);
    time.pass(1);
    await post(`${manage}/address`, { address: next });
    const link = await local();
    time.pass(1);
    await post(`${base}/subscribe`, { address: next });
    expect(await local()).toBe(link);
    await post(link);
    expect([await stateOf(old), await stateOf(next)]).toEqual(['unsubscribed', 'active']);
  });

  it('is ended by the links of old mails, and erased with all that came of it', async () => {
    const time = hours();
    const { stack, base, manage, local, stateOf } = await moving(time.clock);
    time.pass(1);
    await post(`${manage}/address`, { address: next });
    await post(await local());
    await post(manage.replace('/manage/', '/unsubscribe/'));
    expect(await stateOf(next)).toBe('unsubscribed');
    await post(`${base}/manage/${subscriberId(next)}/${(await recordOf(stack, subscriberId(next)))!.token}/erase`, { sure: 'yes' });
    expect([await stateOf(old), await stateOf(next)]).toEqual([undefined, undefined]);
  });
});

describe('the limit of mails', () => {
  const nth = (n: number) => ({ address: `reader${n}@example.org` });

  it('holds for a source, over IPv6 for its network', async () => {
    const { stack, join } = await joining({ perSource: 2 });
    const statuses = async (sources: readonly string[], from: number) => Promise.all(sources.map(async (source, n) => (await join(nth(from + n), source)).status));
    expect((await statuses(['203.0.113.7', '203.0.113.7', '203.0.113.7'], 0)).toSorted()).toEqual([200, 200, 429]);
    expect(await statuses(['203.0.113.8'], 10)).toEqual([200]);
    expect((await statuses(['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:1::3', '2001:db8:0:2::1'], 20)).toSorted()).toEqual([200, 200, 200, 429]);
    expect(await mails(stack)).toHaveLength(6);
  });

  it('holds for a day over all processes, and begins anew on the next', async () => {
    const time = hours();
    const mailsPerDay = 120;
    const first = await joining({ mailsPerDay, perSource: 1000 }, time.clock);
    const second = await served({ stack: first.stack, clock: time.clock, config: { ...config, subscribe: { ...config.subscribe, mailsPerDay, perSource: 1000 } } });
    const statuses = await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? first.join(nth(n)) : post(`${second.base}/subscribe`, nth(n))).then(({ status }) => status)));
    const sent = statuses.filter((status) => status === 200).length;
    expect(sent).toBeLessThanOrEqual(mailsPerDay);
    // Of a share that one process took, another can't use what is left.
    expect(sent).toBeGreaterThan(mailsPerDay - 20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(200 - sent);
    time.pass(24);
    expect((await first.join(nth(999))).status).toBe(200);
  });

  it('lets half of the day’s mails through at least, though each is sent by a process of its own', async () => {
    const stack = await temporaryStack();
    const limit = () => mailLimit(stack, { mailsPerDay: 100, perSource: 10 });
    let granted = 0;
    for (let n = 0; n < 120; n++) if (typeof (await limit().take('203.0.113.7')) === 'object') granted += 1;
    expect(granted).toBeGreaterThanOrEqual(50);
    expect(granted).toBeLessThanOrEqual(100);
  });

  it('takes nothing back on the next day', async () => {
    const time = hours();
    const stack = await temporaryStack();
    const limit = mailLimit({ ...stack, clock: time.clock }, { mailsPerDay: 1, perSource: 10 });
    const permit = await limit.take('203.0.113.7');
    time.pass(24);
    expect(await limit.take('203.0.113.7')).toBeTypeOf('object');
    if (typeof permit === 'object') permit.giveBack();
    expect(await limit.take('203.0.113.7')).toBe('too-many-today');
  });

  it('does not count who is not mailed', async () => {
    const { stack, join } = await joining({ mailsPerDay: 1, perSource: 1 });
    for (let n = 0; n < 3; n++) expect((await join({ address: 'one@example.org' })).status).toBe(n === 0 ? 200 : 429);
    expect(await mails(stack)).toHaveLength(1);
  });
});

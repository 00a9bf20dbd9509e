import { describe, expect, it } from 'vitest';
import { readMails } from '../../cli/demo/mails.ts';
import type { LocalStack } from '../../cli/local/stack.ts';
import { subscribersKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import { subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { configWith, now } from '../fixtures.ts';
import { served } from './served.ts';

const address = 'reader@example.org';
const id = subscriberId(address);
const config = configWith({ World: [{ url: 'https://a.example/' }], Science: [{ url: 'https://b.example/' }], 'Arts & <Culture>': [{ url: 'https://c.example/' }] });

const recordOf = async (stack: LocalStack, of = id): Promise<Subscriber | undefined> => (await read<Roster>(stack.store, subscribersKey(shardOfId(of))))?.subscribers[of];
const post = (url: string, fields: [string, string][] = []) => fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** An active subscriber, and the link to their page. */
async function managed(): Promise<{ stack: LocalStack; base: string; link: string }> {
  const { stack, base } = await served({ config, baseUrl: 'https://news.example.com' });
  await subscribe(stack, address, { at: '2025-05-01T00:00:00.000Z', text: 'yes', source: 'here' });
  return { stack, base, link: `${base}/manage/${id}/${(await recordOf(stack))!.token}` };
}

describe('a reader’s own page', () => {
  it('changes nothing on GET, and is for nobody without the link', async () => {
    const { stack, base, link } = await managed();
    const before = await recordOf(stack);
    const page = await fetch(link);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await page.text()).toContain(address);
    for (const path of ['', '/pause', '/resume', '/address', '/erase']) {
      if (path !== '') expect((await fetch(link + path)).status).toBe(404);
      expect((await post(`${base}/manage/${id}/${'x'.repeat(22)}${path}`, [['sure', 'yes']])).status).toBe(404);
    }
    expect((await fetch(`${base}/manage/${id}/x/export`)).status).toBe(404);
    expect(await recordOf(stack)).toEqual(before);
  });

  it('keeps the sections one does without, and how often', async () => {
    const { stack, link } = await managed();
    const page = await (await post(link, [['section', 'World'], ['section', 'Arts & <Culture>'], ['every', 'week']])).text();
    expect(page).toContain('Saved.');
    expect((await recordOf(stack))!.choice).toEqual({ without: ['Science'], every: 'week' });
    expect(page).toMatch(/value="Science"\s*\/>/);
    expect(page).toMatch(/value="Arts &amp; &lt;Culture&gt;" checked=""/);
    await post(link, [['section', 'World'], ['section', 'Science'], ['section', 'Arts & <Culture>'], ['every', 'issue']]);
    expect(await recordOf(stack)).not.toHaveProperty('choice');
  });

  it('asks for one section at least', async () => {
    const { stack, link } = await managed();
    const answer = await post(link, [['every', 'issue']]);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Choose at least one section');
    expect(await recordOf(stack)).not.toHaveProperty('choice');
  });

  it('pauses for two weeks, and goes on when told', async () => {
    const { stack, link } = await managed();
    await post(link, [['section', 'World'], ['every', 'issue']]);
    expect(await (await post(`${link}/pause`)).text()).toContain('until Monday 16 March');
    expect((await recordOf(stack))!.choice).toEqual({ without: ['Science', 'Arts & <Culture>'], pausedUntil: new Date(now.getTime() + 14 * 86_400_000).toISOString() });
    await post(link, [['section', 'World'], ['section', 'Science'], ['section', 'Arts & <Culture>']]);
    expect((await recordOf(stack))!.choice).toHaveProperty('pausedUntil');
    await post(`${link}/resume`);
    expect(await recordOf(stack)).not.toHaveProperty('choice');
  });

  it('moves to another address once that one confirms, with what was chosen', async () => {
    const { stack, base, link } = await managed();
    await post(link, [['section', 'World'], ['every', 'week']]);
    const to = 'new.reader@example.org';
    expect((await post(`${link}/address`, [['address', to]])).status).toBe(200);
    expect((await recordOf(stack))!.state).toBe('active');
    const [mail] = await readMails(`${stack.dir}/outbox`);
    expect(mail).toMatchObject({ to, subject: 'Your new address for The Morning Brief' });
    const confirm = base + new URL(/https:\/\/\S+\/confirm\/\S+/.exec(mail!.text)![0]).pathname;
    expect(await (await fetch(confirm)).text()).toContain('Use this address?');
    expect((await post(confirm)).status).toBe(200);
    expect((await recordOf(stack))!.state).toBe('unsubscribed');
    expect(await recordOf(stack, subscriberId(to))).toMatchObject({ address: to, state: 'active', choice: { every: 'week' }, consent: { text: 'yes', confirmed: now.toISOString() } });
    expect((await post(confirm)).status).toBe(200);
    expect((await recordOf(stack, subscriberId(to)))!.state).toBe('active');
  });

  it('moves nowhere that is no address, or the same', async () => {
    const { stack, link } = await managed();
    for (const given of ['', 'nobody', ' Reader@Example.org']) expect((await post(`${link}/address`, [['address', given]])).status).toBe(422);
    expect(await readMails(`${stack.dir}/outbox`)).toEqual([]);
  });

  it('hands out what is stored, but not the key to it', async () => {
    const { stack, link } = await managed();
    const answer = await fetch(`${link}/export`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="subscription.json"');
    const { token, ...stored } = (await recordOf(stack))!;
    const body = await answer.text();
    expect(JSON.parse(body)).toEqual({ newsletter: 'The Morning Brief', ...stored });
    expect(body).not.toContain(token);
  });

  it('erases everything, once asked if it is meant', async () => {
    const { stack, link } = await managed();
    expect((await post(`${link}/erase`)).status).toBe(422);
    expect(await recordOf(stack)).toBeDefined();
    expect(await (await post(`${link}/erase`, [['sure', 'yes']])).text()).toContain('Everything is erased');
    expect(await recordOf(stack)).toBeUndefined();
    expect((await fetch(link)).status).toBe(404);
  });

  it('of one who has left says so, and lets them have or erase their data', async () => {
    const { stack, link } = await managed();
    await unsubscribe(stack, id);
    const page = await (await fetch(link)).text();
    expect(page).toContain('This subscription has ended.');
    for (const path of ['', '/pause', '/address']) await post(link + path, [['every', 'week'], ['address', 'other@example.org']]);
    expect(await recordOf(stack)).not.toHaveProperty('choice');
    expect((await fetch(`${link}/export`)).status).toBe(200);
    expect((await post(`${link}/erase`, [['sure', 'yes']])).status).toBe(200);
  });
});

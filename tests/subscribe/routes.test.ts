import { describe, expect, it } from 'vitest';
import type { LocalStack } from '../../cli/local/stack.ts';
import { subscribersKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import { subscribe } from '../../functions/subscribe/subscribe.ts';
import { served } from './served.ts';

const address = 'reader@example.org';
const id = subscriberId(address);

/** The pages, and the link by which a reader leaves. */
async function joined(): Promise<{ stack: LocalStack; base: string; link: string }> {
  const { stack, base } = await served();
  await subscribe(stack, address);
  return { stack, base, link: `${base}/unsubscribe/${id}/${(await rosterOf(stack)).subscribers[id]!.token}` };
}

const rosterOf = async (stack: LocalStack) => (await read<Roster>(stack.store, subscribersKey(shardOfId(id))))!;
const stateOf = async (stack: LocalStack) => (await rosterOf(stack)).subscribers[id]!.state;
const oneClick = { 'List-Unsubscribe': 'One-Click' };

function multipart(): FormData {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
}

describe('leaving', () => {
  it('changes nothing on GET or HEAD, however often a scanner follows the link', async () => {
    const { stack, link } = await joined();
    const before = await rosterOf(stack);
    for (const method of ['GET', 'GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200);
    expect(await rosterOf(stack)).toEqual(before);
  });

  it('shows a page that says whose subscription it would end, with a form that posts back', async () => {
    const { link } = await joined();
    const page = await (await fetch(link)).text();
    expect(page).toContain(address);
    expect(page).toMatch(/<form method="post" action="\/unsubscribe\/[0-9a-f]{32}\/[\w-]{22}">/);
  });

  it.each([
    ['urlencoded', () => new URLSearchParams(oneClick)],
    ['multipart', multipart],
    ['with an empty body', () => ''],
  ])('acts on a one-click POST, %s, without cookie or redirect', async (_, body) => {
    const { stack, link } = await joined();
    const answer = await fetch(link, { method: 'POST', body: body(), redirect: 'manual' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await stateOf(stack)).toBe('unsubscribed');
    expect((await fetch(link, { method: 'POST', body: body() })).status).toBe(200);
    expect(await (await fetch(link)).text()).not.toContain('<form');
  });

  it('lets nobody end it who has not the link', async () => {
    const { stack, base, link } = await joined();
    for (const wrong of [`${link}x`, link.slice(0, -1), `${base}/unsubscribe/${'0'.repeat(32)}/x`, `${base}/unsubscribe/..%2f..%2f/x`]) {
      expect((await fetch(wrong, { method: 'POST', body: new URLSearchParams(oneClick) })).status).toBe(404);
      expect((await fetch(wrong)).status).toBe(404);
    }
    expect(await stateOf(stack)).toBe('active');
  });

  it('gives a new token to one who comes back, so that old links end nothing', async () => {
    const { stack, link } = await joined();
    await fetch(link, { method: 'POST' });
    await subscribe(stack, address);
    expect((await fetch(link, { method: 'POST' })).status).toBe(404);
    expect(await stateOf(stack)).toBe('active');
  });

  it('loses no one when many of a shard leave at once', async () => {
    const { stack, link } = await joined();
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(link, { method: 'POST' })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await stateOf(stack)).toBe('unsubscribed');
  });
});

describe('every answer', () => {
  it.each(['/issues/2026-03-09', '/issues/..%2fsubscribers%2f00.json', '/issues/x', '/nothing'])('to %s is 404, and is not kept', async (path) => {
    const { base } = await served();
    const answer = await fetch(base + path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['/issues', '/feed.xml', '/nothing'])('to %s allows no script, no guessing of types, and leaks no referrer', async (path) => {
    const { base } = await served();
    const { headers } = await fetch(base + path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

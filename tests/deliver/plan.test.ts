import { describe, expect, it } from 'vitest';
import { isOfPart, partsFor } from '../../functions/deliver/parts.ts';
import { type Plan, roomFor } from '../../functions/deliver/plan.ts';
import { planKey } from '../../functions/keys.ts';
import { subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import { subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { config, freeze, issueOf, now, subscribersOfOneShard, temporaryStack } from '../fixtures.ts';
import { accept, configWithDelivery, date, planned, run, sesThat } from './world.ts';

/** Shards with so many active subscribers each, and their issue. */
async function listOf(counts: Readonly<Record<string, number>>) {
  const stack = await temporaryStack();
  const addresses: string[] = [];
  for (const [shard, count] of Object.entries(counts)) addresses.push(...(await subscribersOfOneShard(stack, shard, count)));
  await freeze(stack, issueOf(date, { shards: Object.keys(counts) }));
  return { stack, addresses };
}

describe('a plan', () => {
  it('counts who is active and hands over the parts', async () => {
    const { stack, addresses } = await listOf({ '0a': 3, '7a': 2, 'ff': 1 });
    await unsubscribe(stack, subscriberId(addresses.at(-1)!));
    const report = await planned({ ...stack, mailer: sesThat(accept).mailer });
    expect(report).toMatchObject({ outcome: 'planned', recipients: 5 });
    expect(report.next).toEqual({ messages: ['0a', '7a'].map((shard) => ({ date, shard, part: 0, of: 1 })) });
    expect(await read<Plan>(stack.store, planKey(date))).toMatchObject({ recipients: 5, shards: [{ shard: '0a', recipients: 3, parts: 1 }, { shard: '7a', recipients: 2 }] });
  });

  it('is made once: a second firing hands over the same', async () => {
    const { stack } = await listOf({ '7a': 2 });
    const first = await planned({ ...stack, mailer: sesThat(accept).mailer });
    const before = await stack.store.get(planKey(date));
    for (let n = 0; n < 900; n++) if (subscriberId(`late${n}@example.org`).startsWith('7a')) await subscribe(stack, `late${n}@example.org`);
    // Neither the list nor the quota is asked again: the plan has been let through.
    const second = await planned({ ...stack, mailer: sesThat(accept, { perDay: 0, remainingToday: 0 }).mailer });
    expect(second).toMatchObject({ outcome: 'planned-before', recipients: 2 });
    expect(second.next).toEqual(first.next);
    expect(await stack.store.get(planKey(date))).toEqual(before);
  });

  it('waits, loudly, while the day’s quota has no room for all of it', async () => {
    const { stack } = await listOf({ '7a': 3 });
    const said: unknown[] = [];
    const log = (event: string, facts?: object): void => void said.push({ event, ...facts });
    const report = await planned({ ...stack, log, mailer: sesThat(accept, { perDay: 200, remainingToday: 2 }).mailer });
    expect(report).toMatchObject({ outcome: 'waiting', recipients: 3, next: { messages: [{ date }], delaySeconds: 600 } });
    expect(report.detail).toBe('3 subscribers, but 2 mails are left of the 200 in 24 hours: waiting until there are enough');
    expect(said).toMatchObject([{ event: 'deliver.plan', level: 'ERROR', outcome: 'waiting' }]);
    expect(await stack.store.get(planKey(date))).toBeUndefined();
  });

  it('refuses a list that no day’s quota has room for', async () => {
    const { stack } = await listOf({ '7a': 3 });
    const report = await planned({ ...stack, mailer: sesThat(accept, { perDay: 2, remainingToday: 2 }).mailer });
    expect(report).toMatchObject({ outcome: 'refused', detail: '3 subscribers, but SES lets the account send 2 mails in 24 hours: ask for a higher quota' });
    expect(report.next).toBeUndefined();
  });

  it('has room up to the last mail, and for any list where there is no limit', () => {
    expect(roomFor(200, { perSecond: 1, perDay: 200, remainingToday: 200 }).kind).toBe('room');
    expect(roomFor(201, { perSecond: 1, perDay: 200, remainingToday: 200 }).kind).toBe('refused');
    expect(roomFor(200, { perSecond: 1, perDay: 200, remainingToday: 199 }).kind).toBe('waiting');
    expect(roomFor(1e7, { perSecond: 1, perDay: Infinity, remainingToday: Infinity }).kind).toBe('room');
  });

  it('of an old issue is not made, unless the operator asks for it, and then its parts are sent', async () => {
    const { stack } = await listOf({ '7a': 2 });
    const ports = { ...stack, mailer: sesThat(accept).mailer, clock: () => new Date(now.getTime() + 26 * 3_600_000) };
    expect(await planned(ports)).toMatchObject({ outcome: 'stale', detail: 'the issue is 26 hours old, and deliver.maxAgeHours is 20' });
    const asked = await planned(ports, { date, late: true });
    expect(asked.next?.messages).toEqual([{ date, shard: '7a', part: 0, of: 1, late: true }]);
  });

  it('says so where there is no issue, and needs no subscriber', async () => {
    const stack = await temporaryStack();
    expect(await planned({ ...stack, mailer: sesThat(accept).mailer })).toMatchObject({ outcome: 'no-issue' });
    await freeze(stack, issueOf(date));
    expect(await planned({ ...stack, mailer: sesThat(accept).mailer })).toMatchObject({ outcome: 'planned', recipients: 0, next: { messages: [] } });
  });
});

describe('a canary', () => {
  const careful = configWithDelivery({ canary: true });

  it('goes out before the rest: the smallest shard that shows anything', async () => {
    const { stack, addresses } = await listOf({ '0a': 2, '7a': 14, 'ff': 30 });
    const { mailer, sent } = sesThat(accept);
    const ports = { ...stack, mailer };
    const first = await planned(ports, { date }, careful);
    const canary = { date, shard: '7a', part: 0, of: 1, canary: true } as const;
    expect(first.next?.messages).toEqual([canary]);
    const sentOut = await run(ports, { message: canary });
    expect(sentOut).toMatchObject({ outcome: 'complete', submitted: 14, next: { messages: [{ date, only: 'rest' }] } });
    const rest = await planned(ports, { date, only: 'rest' }, careful);
    expect(rest.next?.messages).toEqual(['0a', 'ff'].map((shard) => ({ date, shard, part: 0, of: 1 })));
    for (const message of rest.next!.messages) if ('shard' in message) await run(ports, { message });
    expect(sent.toSorted()).toEqual(addresses.toSorted());
  });

  it('that is rejected keeps the rest from going out', async () => {
    const { stack } = await listOf({ '7a': 14, 'ff': 30 });
    const ports = { ...stack, mailer: sesThat(() => ({ kind: 'rejected', reason: 'MessageRejected' })).mailer };
    const first = await planned(ports, { date }, careful);
    const report = await run(ports, { message: { date, shard: '7a', part: 0, of: 1, canary: true } });
    expect([first.outcome, report.outcome, report.next]).toEqual(['planned', 'braked', undefined]);
    expect(await planned(ports, { date, only: 'rest' }, careful)).toMatchObject({ outcome: 'braked' });
  });
});

describe('the parts of a shard', () => {
  it('are as many as keep a ledger small', () => {
    expect([0, 1, 500, 501, 3907].map(partsFor)).toEqual([0, 1, 1, 2, 8]);
  });

  it('hold everyone once, and about as many each', () => {
    const ids = Array.from({ length: 8000 }, (_, n) => subscriberId(`reader${n}@example.org`));
    const counts = Array.from({ length: 8 }, (_, part) => ids.filter((id) => isOfPart(id, { part, of: 8 })).length);
    expect(counts.reduce((a, b) => a + b)).toBe(8000);
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(config.deliver.window).toBe(10);
  });
});

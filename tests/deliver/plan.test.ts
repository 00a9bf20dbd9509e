import { describe, expect, it } from 'vitest';
import { brakeOf } from '../../functions/deliver/brake.ts';
import { isOfPart, partsFor } from '../../functions/deliver/parts.ts';
import type { Plan } from '../../functions/deliver/plan.ts';
import { roomFor } from '../../functions/deliver/room.ts';
import { planKey, subscribersKey } from '../../functions/keys.ts';
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

  it('is for who is active then, also in a shard that had nobody when the issue was frozen', async () => {
    const { stack } = await listOf({ '7a': 2 });
    await subscribersOfOneShard(stack, 'c3', 1);
    expect(await planned({ ...stack, mailer: sesThat(accept).mailer })).toMatchObject({ outcome: 'planned', recipients: 3 });
  });

  it('goes on without a shard that can not be read, which is to be mended', async () => {
    const { stack } = await listOf({ '7a': 2 });
    await stack.store.create(subscribersKey('0b'), '{"version":1,');
    const said: unknown[] = [];
    const log = (event: string, facts?: object): void => void said.push({ event, ...facts });
    const report = await planned({ ...stack, log, mailer: sesThat(accept).mailer });
    expect(report.next?.messages).toEqual(['0b', '7a'].map((shard) => ({ date, shard, part: 0, of: 1 })));
    expect(said[0]).toMatchObject({ event: 'deliver.plan.shard', level: 'ERROR', shard: '0b' });
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
    expect(await brakeOf(stack.store, date)).toMatchObject({ kind: 'quota', reason: report.detail });
    expect(await planned({ ...stack, mailer: sesThat(accept).mailer })).toMatchObject({ outcome: 'planned' });
    expect(await brakeOf(stack.store, date)).toBeUndefined();
  });

  it('refuses a list that no day’s quota has room for', async () => {
    const { stack } = await listOf({ '7a': 3 });
    const report = await planned({ ...stack, mailer: sesThat(accept, { perDay: 2, remainingToday: 2 }).mailer });
    expect(report).toMatchObject({ outcome: 'refused', detail: '3 subscribers, but SES lets the account send 2 mails in 24 hours: ask for a higher quota' });
    expect(report.next).toBeUndefined();
  });

  it('has room up to the last mail, and for any list where there is no limit', () => {
    expect(roomFor(200, { perSecond: 1, perDay: 200, remainingToday: 200 }, undefined, now).kind).toBe('room');
    expect(roomFor(201, { perSecond: 1, perDay: 200, remainingToday: 200 }, undefined, now).kind).toBe('refused');
    expect(roomFor(200, { perSecond: 1, perDay: 200, remainingToday: 199 }, undefined, now).kind).toBe('waiting');
    expect(roomFor(1e7, { perSecond: 1, perDay: Infinity, remainingToday: Infinity }, undefined, now).kind).toBe('room');
  });

  it.each([
    ['a day ago', 24 * 60, 'room'],
    ['some minutes less than a day ago', 24 * 60 - 9, 'room'],
    ['hours less than a day ago', 20 * 60, 'waiting'],
    ['so long ago that it has left the quota', 26 * 60, 'waiting'],
  ])('of a list that was planned %s counts what leaves the quota as it goes out', (_, minutes, kind) => {
    const yesterday = { at: new Date(now.getTime() - minutes * 60_000).toISOString(), recipients: 150 };
    expect(roomFor(150, { perSecond: 14, perDay: 200, remainingToday: 50 }, yesterday, now).kind).toBe(kind);
    // Where others have used the quota up as well, it does not.
    expect(roomFor(170, { perSecond: 14, perDay: 200, remainingToday: 10 }, yesterday, now).kind).toBe('waiting');
  });

  it('of an old issue is not made, unless the operator asks for it, and then its parts are sent', async () => {
    const { stack } = await listOf({ '7a': 2 });
    const ports = { ...stack, mailer: sesThat(accept).mailer, clock: () => new Date(now.getTime() + 26 * 3_600_000) };
    expect(await planned(ports)).toMatchObject({ outcome: 'stale', detail: 'the issue is 26 hours old, and deliver.maxAgeHours is 20' });
    const late = new Date(now.getTime() + 25 * 3_600_000).toISOString();
    const asked = await planned(ports, { date, late });
    expect(asked.next?.messages).toEqual([{ date, shard: '7a', part: 0, of: 1, late }]);
    // What was asked for is not asked for for ever.
    const later = { ...ports, clock: () => new Date(now.getTime() + 50 * 3_600_000) };
    expect(await planned(later, { date, late })).toMatchObject({ outcome: 'stale', detail: 'it was resumed 25 hours ago, and deliver.maxAgeHours is 20' });
  });

  it('says so where there is no issue, and needs no subscriber', async () => {
    const stack = await temporaryStack();
    expect(await planned({ ...stack, mailer: sesThat(accept).mailer })).toMatchObject({ outcome: 'no-issue' });
    await freeze(stack, issueOf(date));
    expect(await planned({ ...stack, mailer: sesThat(accept).mailer })).toMatchObject({ outcome: 'no-subscribers' });
    expect(await stack.store.get(planKey(date))).toBeUndefined();
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

  it.each([14, 3])('of %i that is rejected keeps the rest from going out', async (size) => {
    const { stack } = await listOf(size === 14 ? { '7a': 14, 'ff': 30 } : { '7a': 3, 'ff': 2 });
    const ports = { ...stack, mailer: sesThat(() => ({ kind: 'rejected', reason: 'MessageRejected' })).mailer };
    const first = await planned(ports, { date }, careful);
    const report = await run(ports, { message: { date, shard: '7a', part: 0, of: 1, canary: true } });
    expect([first.outcome, report.outcome, report.next]).toEqual(['planned', 'braked', undefined]);
    expect(await planned(ports, { date, only: 'rest' }, careful)).toMatchObject({ outcome: 'braked' });
  });
});

describe('the parts of a shard', () => {
  it('are as many as keep a ledger small', () => {
    expect([0, 1, 250, 251, 3907].map(partsFor)).toEqual([0, 1, 1, 2, 16]);
  });

  it('hold everyone once, and about as many each', () => {
    const ids = Array.from({ length: 8000 }, (_, n) => subscriberId(`reader${n}@example.org`));
    const counts = Array.from({ length: 8 }, (_, part) => ids.filter((id) => isOfPart(id, { part, of: 8 })).length);
    expect(counts.reduce((a, b) => a + b)).toBe(8000);
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(config.deliver.window).toBe(10);
  });
});

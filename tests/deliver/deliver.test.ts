import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../functions/deliver/ledger.ts';
import { deliveryKey, subscribersKey } from '../../functions/keys.ts';
import { subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import type { Mailer } from '../../functions/ports.ts';
import { subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { config, now, subscribersOfOneShard, temporaryStack } from '../fixtures.ts';
import { accept, configWithDelivery, ledgerOf, message, run, sesThat, shardOf, virtualTime } from './world.ts';

const windowSize = config.deliver.window;

describe('deliver', () => {
  it('submits to every active subscriber once, and to nobody at the second run', async () => {
    const { stack, addresses } = await shardOf(23);
    const { mailer, sent } = sesThat(accept);
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'complete', submitted: 23, tally: { submitted: 23, planned: 0 } });
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'complete-before', submitted: 0 });
    expect(sent.toSorted()).toEqual(addresses.toSorted());
    expect((await ledgerOf(stack)).entries[subscriberId(addresses[0]!)]).toMatchObject({ state: 'submitted', messageId: 'm' });
  });

  it('is for those who were active when the shard was first taken up', async () => {
    const { stack, addresses } = await shardOf(2);
    const { mailer, sent } = sesThat(accept);
    await run({ ...stack, mailer });
    await subscribersOfOneShard(stack, message.shard, 3);
    await run({ ...stack, mailer });
    expect(sent.toSorted()).toEqual(addresses.toSorted());
  });

  it('does not send to one who leaves before the message is composed', async () => {
    const { stack, addresses } = await shardOf(windowSize + 5);
    const inOrder = addresses.toSorted((a, b) => (subscriberId(a) < subscriberId(b) ? -1 : 1));
    const last = inOrder.at(-1)!;
    // The last of all leaves while the first window is under way.
    const { mailer, sent } = sesThat(async (_, nth) => {
      if (nth === 0) await unsubscribe(stack, subscriberId(last));
      return accept();
    });
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'complete', tally: { left: 1 } });
    expect(sent).not.toContain(last);
  });

  it('writes a refused address down and goes on', async () => {
    const { stack, addresses } = await shardOf(12);
    const { mailer } = sesThat((mail) => (mail.to === addresses[3] ? { kind: 'rejected', reason: 'Address blacklisted' } : accept()));
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'complete', tally: { submitted: 11, rejected: 1 } });
    expect((await ledgerOf(stack)).entries[subscriberId(addresses[3]!)]).toMatchObject({ state: 'rejected', reason: 'Address blacklisted' });
  });

  it('waits and tries again when throttled, and repeats nothing', async () => {
    const { stack, addresses } = await shardOf(5);
    const throttled = new Set<string>();
    const waits: number[] = [];
    const { mailer, sent } = sesThat((mail) => {
      if (throttled.has(mail.to)) return accept();
      throttled.add(mail.to);
      return { kind: 'throttled', reason: 'Maximum sending rate exceeded.' };
    });
    const sleep = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
    expect(await run({ ...stack, mailer, sleep })).toMatchObject({ outcome: 'complete', submitted: 5 });
    expect(sent.toSorted()).toEqual(addresses.toSorted());
    // Each waits before it tries again, and takes a turn at the lower rate.
    expect(waits).toHaveLength(10);
  });

  it('stops when the account is halted, keeps the rest planned, and resumes', async () => {
    const { stack, addresses } = await shardOf(25);
    const halted = sesThat((_, nth) => (nth < 12 ? accept() : { kind: 'halted', reason: 'Daily message quota exceeded.' }));
    expect(await run({ ...stack, mailer: halted.mailer })).toMatchObject({ outcome: 'halted', submitted: 12, tally: { planned: 13, claimed: 0 } });
    const { mailer, sent } = sesThat(accept);
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'complete', submitted: 13 });
    expect([...halted.sent, ...sent].toSorted()).toEqual(addresses.toSorted());
  });

  it('starts nothing when the day’s quota is used up', async () => {
    const { stack } = await shardOf(3);
    const { mailer, sent } = sesThat(accept, { remainingToday: 0 });
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'halted', detail: 'the daily sending quota is used up' });
    expect(sent).toEqual([]);
  });

  it('tells a lost answer from a submission, and the next run sends to that one again', async () => {
    const { stack, addresses } = await shardOf(15);
    const first = sesThat((mail) => (mail.to === addresses[0] ? { kind: 'uncertain', reason: 'socket hang up' } : accept()));
    expect(await run({ ...stack, mailer: first.mailer })).toMatchObject({ outcome: 'uncertain', tally: { submitted: 14, uncertain: 1 } });
    const second = sesThat(accept);
    expect(await run({ ...stack, mailer: second.mailer })).toMatchObject({ outcome: 'complete', submitted: 1 });
    expect(second.sent).toEqual([addresses[0]]);
  });

  it('after a worker that stopped mid-window: everyone has it, and only its window twice', async () => {
    const { stack, addresses } = await shardOf(35);
    const before: string[] = [];
    // A worker that dies during its second window: what it did there never reaches the ledger.
    const dying: Mailer = {
      ...sesThat(accept).mailer,
      send: ({ to }) => {
        if (before.length >= windowSize + 4) return new Promise(() => undefined);
        before.push(to);
        return Promise.resolve(accept());
      },
    };
    void run({ ...stack, mailer: dying }, { worker: 'dead' });
    while (before.length < windowSize + 4) await new Promise((resolve) => setTimeout(resolve, 5));
    const { mailer, sent } = sesThat(accept);
    const report = await run({ ...stack, mailer }, { isGone: (worker) => worker === 'dead' });
    expect(report).toMatchObject({ outcome: 'complete', tally: { submitted: 35 } });
    const all = [...before, ...sent];
    expect(new Set(all)).toEqual(new Set(addresses));
    expect(all.length - addresses.length).toBe(4);
  });

  it('keeps a second worker off while the first is alive, and lets it in when the lease has run out', async () => {
    const { stack } = await shardOf(3);
    const stuck: Mailer = { ...sesThat(accept).mailer, send: () => new Promise(() => undefined) };
    void run({ ...stack, mailer: stuck }, { worker: 'first' });
    for (;;) {
      const entries = (await read<Ledger>(stack.store, deliveryKey(message.date, message.shard)))?.entries ?? {};
      if (Object.values(entries).some(({ state }) => state === 'claimed')) break;
    }
    const { mailer, sent } = sesThat(accept);
    expect(await run({ ...stack, mailer }, { worker: 'second' })).toMatchObject({ outcome: 'taken' });
    expect(sent).toEqual([]);
    const later = (): Date => new Date(now.getTime() + 121_000);
    expect(await run({ ...stack, mailer, clock: later }, { worker: 'second' })).toMatchObject({ outcome: 'complete', submitted: 3 });
  });

  it('leaves the rest to a next message before its deadline', async () => {
    const { stack } = await shardOf(30);
    let clock = now.getTime();
    const { mailer } = sesThat(() => {
      clock += 1000;
      return accept();
    });
    const ports = { ...stack, mailer, clock: () => new Date(clock) };
    const report = await run(ports, { deadline: new Date(now.getTime() + 30_000) });
    expect(report.outcome).toBe('continued');
    expect(report.tally).toMatchObject({ claimed: 0, uncertain: 0 });
    expect(report.next).toEqual({ messages: [message], delaySeconds: 0 });
    expect(await run(ports)).toMatchObject({ outcome: 'complete', tally: { submitted: 30 } });
  });

  it('two at once send to everyone once', async () => {
    const { stack, addresses } = await shardOf(24);
    const { mailer, sent } = sesThat(accept);
    const outcomes = await Promise.all(['a', 'b', 'c'].map((worker) => run({ ...stack, mailer }, { worker })));
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['complete', 'taken', 'taken']);
    expect(sent.toSorted()).toEqual(addresses.toSorted());
  });

  it('says so where the issue is not there', async () => {
    const stack = await temporaryStack();
    await subscribe(stack, 'reader@example.org');
    expect(await run(stack)).toMatchObject({ outcome: 'no-issue' });
  });

  it('keeps to the account’s rate', async () => {
    const { stack } = await shardOf(6);
    let clock = now.getTime();
    const starts: number[] = [];
    const { mailer } = sesThat(() => {
      starts.push(clock);
      return accept();
    }, { perSecond: 4 });
    // Time passes only while someone sleeps.
    const sleep = (ms: number): Promise<void> => Promise.resolve(void (clock = Math.max(clock, now.getTime()) + ms));
    await run({ ...stack, mailer, sleep, clock: () => new Date(clock) }, { share: 0.5 });
    expect(starts.length).toBe(6);
    expect(clock - now.getTime()).toBeGreaterThanOrEqual(2500);
  });

  it('delivers the parts of a shard apart, and nobody is in two or in none', async () => {
    const { stack, addresses } = await shardOf(40);
    const { mailer, sent } = sesThat(accept);
    const reports = await Promise.all([0, 1, 2].map((part) => run({ ...stack, mailer }, { worker: `w${part}`, message: { ...message, part, of: 3 } })));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['complete', 'complete', 'complete']);
    expect(reports.every(({ submitted }) => submitted > 3)).toBe(true);
    expect(sent.toSorted()).toEqual(addresses.toSorted());
  });

  it('fetches the roster again only when it has changed', async () => {
    const { stack } = await shardOf(35);
    const reads: string[] = [];
    const store = {
      ...stack.store,
      get: (key: string) => {
        reads.push(key);
        return stack.store.get(key);
      },
    };
    await run({ ...stack, store, mailer: sesThat(accept).mailer });
    expect(reads.filter((key) => key === subscribersKey(message.shard))).toHaveLength(1);
  });

  it('has no more in flight than the configured window', async () => {
    const { stack } = await shardOf(12);
    let [flying, most] = [0, 0];
    const { mailer } = sesThat(async () => {
      most = Math.max(most, ++flying);
      await new Promise((resolve) => setTimeout(resolve, 5));
      flying--;
      return accept();
    });
    await run({ ...stack, mailer }, { config: configWithDelivery({ window: 4 }) });
    expect(most).toBe(4);
  });

  it('does not send an issue that has become too old, unless the operator asks for it', async () => {
    const { stack, addresses } = await shardOf(3);
    const { mailer, sent } = sesThat(accept);
    const ports = { ...stack, mailer, clock: () => new Date(now.getTime() + 25 * 3_600_000) };
    expect(await run(ports)).toMatchObject({ outcome: 'stale', submitted: 0, detail: 'the issue is 25 hours old, and deliver.maxAgeHours is 20' });
    expect(sent).toEqual([]);
    expect(await run(ports, { message: { ...message, late: new Date(now.getTime() + 24 * 3_600_000).toISOString() } })).toMatchObject({ outcome: 'complete', submitted: 3 });
    expect(sent.toSorted()).toEqual(addresses.toSorted());
  });

  it('stops when a whole window has no answer, rather than mail everyone twice', async () => {
    const { stack } = await shardOf(40);
    const { mailer, sent } = sesThat(() => ({ kind: 'uncertain', reason: 'timeout' }));
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'halted', detail: 'SES gives no answers', tally: { uncertain: windowSize, planned: 30 } });
    expect(sent).toHaveLength(windowSize);
  });

  it('stops for a while when SES throttles without end', async () => {
    const { stack } = await shardOf(3);
    const { mailer } = sesThat(() => ({ kind: 'throttled', reason: 'Maximum sending rate exceeded.' }));
    const report = await run({ ...stack, mailer, sleep: () => Promise.resolve() });
    expect(report).toMatchObject({ outcome: 'throttled', tally: { planned: 3 }, next: { messages: [message], delaySeconds: 150 } });
  });

  it('leaves those of unknown fate at that, if it is so configured, and counts them', async () => {
    const { stack, addresses } = await shardOf(5);
    const { mailer, sent } = sesThat((mail) => (mail.to === addresses[2] ? { kind: 'uncertain', reason: 'socket hang up' } : accept()));
    const options = { config: configWithDelivery({ afterCrash: 'skip' }) };
    expect(await run({ ...stack, mailer }, options)).toMatchObject({ outcome: 'complete', tally: { submitted: 4, uncertain: 1 } });
    expect(await run({ ...stack, mailer }, options)).toMatchObject({ outcome: 'complete-before' });
    expect(sent).toHaveLength(5);
  });

  it('refuses a message that names no part, and skips nobody by it', async () => {
    const { stack } = await shardOf(2);
    const before = { date: message.date, shard: message.shard } as typeof message;
    await expect(run({ ...stack, mailer: sesThat(accept).mailer }, { message: before })).rejects.toThrow('names no part of a shard');
    expect(await ledgerOf(stack)).toBeUndefined();
  });

  it('at a rate so slow that its time ends before a turn comes: claims little, loses nothing, repeats nothing', async () => {
    const { stack, addresses } = await shardOf(60);
    const { mailer, sent } = sesThat(accept, { perSecond: 0.7 });
    const time = virtualTime(now);
    const ports = { ...stack, ...time, mailer };
    for (let n = 0; n < 10; n++) {
      const deadline = new Date(time.clock().getTime() + 60_000);
      const { outcome } = await run(ports, { worker: `w${n}`, share: 0.5, deadline, config: configWithDelivery({ window: 50 }) });
      // Lambda would have ended it.
      expect(time.clock().getTime()).toBeLessThan(deadline.getTime());
      if (outcome === 'complete') break;
      expect(outcome).toBe('continued');
    }
    expect(sent.toSorted()).toEqual(addresses.toSorted());
    expect(await ledgerOf(stack)).not.toHaveProperty('lease');
  });

  it('claims nothing away where the subscribers can not be read', async () => {
    const { stack, addresses } = await shardOf(15);
    let broken = true;
    const store = { ...stack.store, getIfChanged: (key: string, etag: string) => (broken ? Promise.reject(new Error('503 SlowDown')) : stack.store.getIfChanged(key, etag)) };
    const { mailer, sent } = sesThat(accept);
    const options = { config: configWithDelivery({ afterCrash: 'skip' }) };
    expect(await run({ ...stack, store, mailer }, options)).toMatchObject({ outcome: 'halted', detail: 'the subscribers could not be read: Error: 503 SlowDown', tally: { planned: 15 } });
    broken = false;
    expect(await run({ ...stack, store, mailer }, options)).toMatchObject({ outcome: 'complete' });
    expect(sent.toSorted()).toEqual(addresses.toSorted());
  });

  it('says so where it gives a message up', async () => {
    const { stack } = await shardOf(1);
    const said: object[] = [];
    const ports = { ...stack, log: (_: string, facts?: object) => void said.push(facts ?? {}), mailer: sesThat(() => ({ kind: 'uncertain', reason: 'timeout' })).mailer };
    for (let n = 0; n < 5; n++) await run(ports);
    expect(said.at(-2)).toMatchObject({ outcome: 'uncertain' });
    expect(said.at(-1)).toMatchObject({ level: 'ERROR', outcome: 'complete', tally: { uncertain: 1 } });
  });
});

import { describe, expect, it } from 'vitest';
import { brakeOf, canaryRejected, countAnswers, releaseBrake, tooManyRejected } from '../../functions/deliver/brake.ts';
import { now } from '../fixtures.ts';
import { accept, date, message, run, sesThat, shardOf } from './world.ts';

const reject = () => ({ kind: 'rejected', reason: 'MessageRejected: Email content is malformed' }) as const;

describe('the brake', () => {
  it.each([
    [0, 9, false],
    [0, 10, true],
    [40, 10, true],
    [41, 10, false],
    [4000, 200, false],
  ])('after %i submitted and %i rejected: %s', (submitted, rejected, on) => {
    expect(tooManyRejected({ submitted, rejected })).toBe(on);
  });

  it('stops a part whose messages are all rejected, and every other part, until it is released', async () => {
    const { stack, addresses } = await shardOf(45);
    const bad = sesThat(reject);
    const stopped = await run({ ...stack, mailer: bad.mailer });
    expect(stopped).toMatchObject({ outcome: 'braked', tally: { rejected: 10, planned: 35 } });
    expect(stopped.detail).toBe('SES rejects 10 of 10, the last: MessageRejected: Email content is malformed');
    expect(stopped.next).toBeUndefined();

    const good = sesThat(accept);
    expect(await run({ ...stack, mailer: good.mailer })).toMatchObject({ outcome: 'braked', submitted: 0, detail: stopped.detail });
    expect(good.sent).toEqual([]);

    await releaseBrake(stack.store, date, now, 'n');
    expect(await brakeOf(stack.store, date)).toBeUndefined();
    expect(await run({ ...stack, mailer: good.mailer })).toMatchObject({ outcome: 'complete', submitted: 35, tally: { rejected: 10 } });
    expect(new Set(good.sent).size).toBe(35);
    expect(addresses).toEqual(expect.arrayContaining(good.sent));
  });

  it('does not stop for a few bad addresses', async () => {
    const { stack } = await shardOf(45);
    const { mailer } = sesThat((_, nth) => (nth % 9 === 0 ? reject() : accept()));
    expect(await run({ ...stack, mailer })).toMatchObject({ outcome: 'complete', tally: { submitted: 40, rejected: 5 } });
  });

  it('counts over all the parts that a process works at: of a small list no part has enough to tell by', async () => {
    const { stack } = await shardOf(24);
    const answers = countAnswers();
    const ports = { ...stack, answers, mailer: sesThat(reject).mailer };
    const outcomes = [];
    for (let part = 0; part < 6; part++) outcomes.push((await run(ports, { message: { ...message, part, of: 6 } })).outcome);
    expect(outcomes[0]).toBe('complete');
    expect(outcomes.slice(-2)).toEqual(['braked', 'braked']);
    // Once it is released, what led to it does not count against what comes.
    await releaseBrake(stack.store, date, now, 'n');
    expect((await run({ ...ports, mailer: sesThat(accept).mailer }, { message: { ...message, part: 5, of: 6 } })).outcome).toBe('complete');
  });

  it.each([
    [0, 1, true],
    [5, 1, false],
    [6, 2, true],
    [9, 2, false],
    [3, 0, false],
  ])('of a canary: after %i submitted and %i rejected: %s', (submitted, rejected, on) => {
    expect(canaryRejected({ submitted, rejected })).toBe(on);
  });
});

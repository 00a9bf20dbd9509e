import { describe, expect, it } from 'vitest';
import { progressLine, progressOf, summaryOf } from '../../cli/delivery/progress.ts';
import type { Entry, Ledger } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';

const now = new Date('2026-03-02T07:10:00Z');
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();
const submitted = (seconds: number): Entry => ({ state: 'submitted', messageId: 'm', at: ago(seconds) });
const ledgerOf = (entries: readonly Entry[]): Ledger => ({ version: 1, nonce: '', entries: Object.fromEntries(entries.map((entry, n) => [String(n), entry])) });
const many = (count: number, entry: (n: number) => Entry): Entry[] => Array.from({ length: count }, (_, n) => entry(n));

/** A delivery planned ten minutes ago: each shard with its recipients, and their entries where a ledger is there. */
function delivery(shards: Readonly<Record<string, readonly [recipients: number, entries?: readonly Entry[]]>>, planned = 600) {
  const plan: Plan = {
    version: 1, nonce: '', date: '2026-03-02', at: ago(planned),
    recipients: Object.values(shards).reduce((sum, [recipients]) => sum + recipients, 0),
    shards: Object.entries(shards).map(([shard, [recipients]]) => ({ shard, recipients, parts: 1 })),
  };
  const ledgers = Object.entries(shards).flatMap(([shard, [, entries]]) => (entries ? [summaryOf({ shard, part: 0 }, ledgerOf(entries), 'repeat')] : []));
  return { date: '2026-03-02', plan, ledgers };
}
const lineOf = (of: Parameters<typeof progressOf>[0]): string => progressLine(progressOf(of, now));

describe('how a delivery does', () => {
  it('before it is planned, and just after', () => {
    expect(lineOf({ date: '2026-03-02', ledgers: [] })).toBe('not begun yet');
    expect(lineOf(delivery({ '7a': [3] }, 5))).toBe('0 of 3 submitted; begun');
  });

  it('under way: with the rate of the last minute and the time that what is left takes', () => {
    // 600 in two minutes, 5 a second; 1,000 in a part that nobody has taken up.
    const progress = progressOf(delivery({ '0a': [700, [...many(600, (n) => submitted(0.1 + n / 5)), ...many(100, () => ({ state: 'planned' }))]], '7a': [1000] }), now);
    expect(progress).toMatchObject({ state: 'under-way', recipients: 1700, submitted: 600, waiting: 1100, perSecond: 5, secondsLeft: 220 });
    expect(progressLine(progress)).toBe('600 of 1,700 submitted; 5 a second, about 4 minutes left');
  });

  it('complete, with all that did not go as it should', () => {
    const entries: Entry[] = [submitted(300), submitted(298), { ...submitted(297), again: 1 }, { state: 'rejected', reason: 'r', at: ago(1) }, { state: 'uncertain', reason: 'u', again: 4 }, { state: 'left' }];
    expect(progressOf(delivery({ '7a': [6, entries] }), now).state).toBe('complete');
    expect(lineOf(delivery({ '7a': [6, entries] }))).toBe('3 of 6 submitted, 1 rejected, 1 uncertain, 2 maybe twice, 1 left in time; 0.8 a second');
  });

  it('is not complete while somebody of unknown fate is to be submitted to again', () => {
    expect(progressOf(delivery({ '7a': [2, [submitted(5), { state: 'uncertain', reason: 'u' }]] }), now)).toMatchObject({ state: 'under-way', waiting: 1 });
  });

  it('goes by the parts: newcomers in one do not make up for another that nobody has taken up', () => {
    expect(progressOf(delivery({ '0a': [3, many(6, submitted)], '7a': [3] }), now)).toMatchObject({ state: 'under-way', recipients: 9, waiting: 3 });
    // Nor does it wait for who left before their part was taken up.
    expect(progressOf(delivery({ '0a': [3, many(2, submitted)], '7a': [3, many(3, submitted)] }), now)).toMatchObject({ state: 'complete', recipients: 5, waiting: 0 });
  });

  it('standing still', () => {
    expect(lineOf(delivery({ '7a': [2, [submitted(1000), { state: 'claimed' }]] }, 2000))).toBe('1 of 2 submitted; nothing moves; `dawnpost resume 2026-03-02` hands it over again');
    // A part that is halted comes back after ten minutes.
    expect(lineOf(delivery({ '7a': [2, [submitted(800), { state: 'planned' }]] }, 2000))).toContain('left');
  });

  it('stopped by the brake, or not begun for want of quota', () => {
    const brake = { version: 1, nonce: '', at: ago(5) } as const;
    const rejections = { ...brake, kind: 'rejections', reason: 'SES rejects 10 of 10' } as const;
    expect(lineOf({ ...delivery({ '7a': [2, [submitted(6), { state: 'rejected', reason: 'r', at: ago(6) }]] }), brake: rejections })).toBe(
      '1 of 2 submitted, 1 rejected; stopped: SES rejects 10 of 10; `dawnpost resume 2026-03-02` goes on, with --rejected also to those rejected',
    );
    const quota = { ...brake, kind: 'quota', reason: '3 subscribers, but 2 mails are left' } as const;
    expect(lineOf({ date: '2026-03-02', ledgers: [], brake: quota })).toBe('not begun: 3 subscribers, but 2 mails are left');
  });

  it('of some seconds does not pretend to a rate of minutes', () => {
    expect(progressOf(delivery({ '7a': [30, many(30, (n) => submitted(n / 10))] }), now).perSecond).toBeCloseTo(7.5, 0);
    expect(progressOf(delivery({ '7a': [1, [submitted(1)]] }), now).perSecond).toBe(1);
  });
});

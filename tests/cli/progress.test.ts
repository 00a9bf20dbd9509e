import { describe, expect, it } from 'vitest';
import { progressLine, progressOf } from '../../cli/delivery/progress.ts';
import type { Entry, Ledger } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';

const now = new Date('2026-03-02T07:10:00Z');
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();
const submitted = (seconds: number): Entry => ({ state: 'submitted', messageId: 'm', at: ago(seconds) });
const ledger = (...entries: Entry[]): Ledger => ({ version: 1, nonce: '', entries: Object.fromEntries(entries.map((entry, n) => [String(n), entry])) });
const plan = (recipients: number): Plan => ({ version: 1, nonce: '', date: '2026-03-02', at: ago(600), recipients, shards: [] });
const of = (recipients: number | undefined, ...ledgers: Ledger[]) => ({ date: '2026-03-02', ledgers, ...(recipients !== undefined && { plan: plan(recipients) }) });
const many = (count: number, entry: (n: number) => Entry): Entry[] => Array.from({ length: count }, (_, n) => entry(n));

describe('how a delivery does', () => {
  it('before it is planned', () => {
    expect(progressLine(progressOf(of(undefined), now))).toBe('not begun yet');
  });

  it('under way: with the rate of the last minute and the time that what is left takes', () => {
    // 600 in the last two minutes, 5 a second; 1,000 in parts that nobody has taken up.
    const progress = progressOf(of(1700, ledger(...many(600, (n) => submitted(n / 5)), ...many(100, () => ({ state: 'planned' })))), now);
    expect(progress).toMatchObject({ state: 'under-way', recipients: 1700, submitted: 600, waiting: 1100, perSecond: 5, secondsLeft: 220 });
    expect(progressLine(progress)).toBe('600 of 1,700 submitted; 5 a second, about 4 minutes left');
  });

  it('complete, with all that did not go as it should', () => {
    const entries: Entry[] = [submitted(300), submitted(298), { ...submitted(296), again: 1 } as Entry, { state: 'rejected', reason: 'r', at: ago(1) }, { state: 'uncertain', reason: 'u' }, { state: 'left' }];
    const progress = progressOf(of(6, ledger(...entries)), now);
    expect(progress.state).toBe('complete');
    expect(progressLine(progress)).toBe('3 of 6 submitted, 1 rejected, 1 uncertain, 1 maybe twice, 1 left in time; 0.5 a second');
  });

  it('standing still', () => {
    const progress = progressOf(of(3, ledger(submitted(900), { state: 'claimed' })), now);
    expect(progress).toMatchObject({ state: 'under-way', waiting: 2 });
    expect(progressLine(progress)).toBe('1 of 3 submitted; nothing moves; `dawnpost resume 2026-03-02` hands it over again');
  });

  it('stopped by the brake', () => {
    const brake = { version: 1, nonce: '', state: 'on', reason: 'SES rejects 10 of 10', at: ago(5) } as const;
    const progress = progressOf({ ...of(3, ledger(submitted(6))), brake }, now);
    expect(progressLine(progress)).toBe('1 of 3 submitted; stopped: SES rejects 10 of 10; `dawnpost resume 2026-03-02` goes on');
  });

  it('of some seconds does not pretend to a rate of minutes', () => {
    expect(progressOf(of(30, ledger(...many(30, (n) => submitted(n / 10)))), now).perSecond).toBeCloseTo(10, 0);
    expect(progressOf(of(1, ledger(submitted(1))), now).perSecond).toBe(1);
  });
});

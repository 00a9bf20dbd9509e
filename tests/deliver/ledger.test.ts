import { describe, expect, it } from 'vitest';
import { advance, type Entry, newLedger, open, takeOver, tally } from '../../functions/deliver/ledger.ts';

const lease = { worker: 'a', until: '2026-03-02T07:02:00.000Z' };
const submitted: Entry = { state: 'submitted', messageId: 'm', at: '2026-03-02T07:00:00.000Z' };

describe('the ledger', () => {
  it('starts with everyone planned, in a fixed order', () => {
    expect(open(newLedger(['b', 'c', 'a'], lease, 'n'))).toEqual(['a', 'b', 'c']);
  });

  it('writes results down and claims the next window in one step', () => {
    const first = advance(newLedger(['a', 'b', 'c'], lease, '1'), new Map(), ['a', 'b'], lease, '2');
    const second = advance(first, new Map<string, Entry>([['a', submitted], ['b', { state: 'left' }]]), ['c'], lease, '3');
    expect(tally(second)).toEqual({ planned: 0, claimed: 1, submitted: 1, rejected: 0, uncertain: 0, left: 1 });
    expect(second.nonce).toBe('3');
  });

  it('after a crash: knows what was submitted, and sends again what was claimed, last', () => {
    const crashed = advance(newLedger(['a', 'b', 'c', 'd'], lease, '1'), new Map([['a', submitted]]), ['b', 'c'], lease, '2');
    const taken = takeOver(crashed, { ...lease, worker: 'b' }, '3');
    expect(open(taken)).toEqual(['d', 'b', 'c']);
    expect(tally(taken)).toMatchObject({ submitted: 1, uncertain: 2, planned: 1, claimed: 0 });
  });

  it('is given back without a lease', () => {
    expect(advance(newLedger([], lease, '1'), new Map(), [], undefined, '2')).toEqual({ version: 1, nonce: '2', entries: {} });
  });
});

import { describe, expect, it } from 'vitest';
import { advance, isFinished, type Ledger, mostRepeats, newLedger, open, replanned, type Result, takeOver, tally } from '../../functions/deliver/ledger.ts';

const lease = { worker: 'a', until: '2026-03-02T07:02:00.000Z' };
const submitted: Result = { state: 'submitted', messageId: 'm', at: '2026-03-02T07:00:00.000Z' };
const lost: Result = { state: 'uncertain', reason: 'no answer' };
const results = (...entries: [string, Result][]) => new Map<string, Result>(entries);
const none = results();

/** Claims `id`, and writes its result down. */
const tried = (ledger: Ledger, id: string, result: Result): Ledger => advance(advance(ledger, none, [id], lease, 'n'), results([id, result]), [], undefined, 'n');

describe('the ledger', () => {
  it('starts with everyone planned, in a fixed order', () => {
    expect(open(newLedger(['b', 'c', 'a'], 'n'), 'repeat')).toEqual(['a', 'b', 'c']);
  });

  it('writes results down and claims the next window in one step', () => {
    const first = advance(newLedger(['a', 'b', 'c'], '1'), none, ['a', 'b'], lease, '2');
    const second = advance(first, results(['a', submitted], ['b', { state: 'left' }]), ['c'], lease, '3');
    expect(tally(second)).toEqual({ planned: 0, claimed: 1, submitted: 1, rejected: 0, uncertain: 0, left: 1, repeated: 0 });
    expect(second).toMatchObject({ nonce: '3', lease });
    expect(isFinished(second, 'repeat')).toBe(false);
  });

  it('after a crash: knows what was submitted, and sends again what was claimed, last', () => {
    const crashed = advance(advance(newLedger(['a', 'b', 'c', 'd'], '1'), none, ['a'], lease, '2'), results(['a', submitted]), ['b', 'c'], lease, '3');
    const taken = takeOver(crashed);
    expect(open(taken, 'repeat')).toEqual(['d', 'b', 'c']);
    expect(tally(taken)).toMatchObject({ submitted: 1, uncertain: 2, planned: 1, claimed: 0 });
  });

  it('after a crash, if it is so configured, leaves those of unknown fate at that', () => {
    const crashed = advance(newLedger(['a', 'b'], '1'), none, ['a'], lease, '2');
    expect(open(takeOver(crashed), 'skip')).toEqual(['b']);
    const rest = tried(takeOver(crashed), 'b', submitted);
    expect(isFinished(rest, 'skip')).toBe(true);
    expect(isFinished(rest, 'repeat')).toBe(false);
    expect(isFinished(crashed, 'skip')).toBe(false);
  });

  it('counts who may have it more than once', () => {
    const once = tried(newLedger(['a'], '1'), 'a', lost);
    expect(tally(once)).toMatchObject({ uncertain: 1, repeated: 0 });
    expect(tally(tried(once, 'a', submitted))).toMatchObject({ submitted: 1, repeated: 1 });
  });

  it('does not forget that the fate is unknown when the repeat could not be sent', () => {
    const once = tried(newLedger(['a'], '1'), 'a', lost);
    const unsent = tried(once, 'a', { state: 'unsent' });
    expect(unsent.entries['a']).toMatchObject({ state: 'uncertain' });
    expect(tally(unsent).repeated).toBe(0);
    expect(tried(newLedger(['a'], '1'), 'a', { state: 'unsent' }).entries['a']).toEqual({ state: 'planned' });
  });

  it('gives a message up whose answers are always lost', () => {
    let ledger = newLedger(['a'], '1');
    let sends = 0;
    while (open(ledger, 'repeat').length > 0) {
      ledger = tried(ledger, 'a', lost);
      sends += 1;
    }
    expect(sends).toBe(1 + mostRepeats);
    expect(tally(ledger)).toMatchObject({ uncertain: 1 });
  });

  it('is given back without a lease', () => {
    expect(advance({ ...newLedger([], '1'), lease }, none, [], undefined, '2')).toEqual({ version: 1, nonce: '2', entries: {} });
  });

  it('has the rejected, or those of unknown fate, planned again if the operator says so, and still counts what they may have', () => {
    const ledger = tried(tried(newLedger(['a', 'b', 'c'], '1'), 'a', lost), 'b', { state: 'rejected', reason: 'r', at: '' });
    expect(open(replanned(ledger, ['rejected'], 'n')!, 'skip')).toEqual(['b', 'c']);
    const all = replanned(ledger, ['rejected', 'uncertain'], 'n')!;
    expect(open(all, 'skip')).toEqual(['a', 'b', 'c']);
    expect(tally(tried(tried(all, 'a', submitted), 'b', submitted))).toMatchObject({ submitted: 2, repeated: 1 });
    expect(replanned(newLedger(['a'], '1'), ['rejected', 'uncertain'], 'n')).toBeUndefined();
  });

  it('counts as maybe twice only who may have it at all', () => {
    const once = tried(newLedger(['a'], '1'), 'a', lost);
    expect(tally(tried(once, 'a', { state: 'left' })).repeated).toBe(0);
    expect(tally(tried(once, 'a', { state: 'rejected', reason: 'r', at: '' })).repeated).toBe(0);
  });
});

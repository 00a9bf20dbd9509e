import { describe, expect, it } from 'vitest';
import { issueDateOf, issueKey, itemsKey, itemsKeyFrom, itemsTimeOf, shardOf, subscribersKey } from '../functions/keys.ts';

describe('keys', () => {
  const at = new Date('2026-03-29T06:05:04.030Z');

  it('name what the design names', () => {
    expect(itemsKey(at, 'bbc-1')).toBe('items/2026-03-29/060504030-bbc-1.json');
    expect(issueKey('2026-03-29', 'mail.html')).toBe('issues/2026-03-29/mail.html');
  });

  it('of items sort by time, and start with what that moment starts with', () => {
    const later = itemsKeyFrom(new Date(at.getTime() + 1));
    expect(itemsKey(at, 'zzz') < later).toBe(true);
    expect(itemsKey(at, 'aaa') > itemsKeyFrom(at)).toBe(true);
  });

  it('can be read back', () => {
    expect(itemsTimeOf(itemsKey(at, 'bbc-1'))).toEqual(at);
    expect(itemsTimeOf('')).toBeUndefined();
    expect(issueDateOf(issueKey('2026-03-29', 'issue.json'))).toBe('2026-03-29');
    expect(issueDateOf(issueKey('2026-03-29', 'mail.html'))).toBeUndefined();
    expect(shardOf(subscribersKey('3f'))).toBe('3f');
  });
});

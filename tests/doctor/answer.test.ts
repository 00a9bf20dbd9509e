import { describe, expect, it } from 'vitest';
import { ask, failureOf } from '../../cli/doctor/answer.ts';
import { merged, ok, unknown } from '../../cli/doctor/check.ts';
import { denied, silent } from './facts.ts';

const error = (name: string, more: object = {}) => Object.assign(new Error('what it says\nand more'), { name }, more);

describe('why a question has no answer', () => {
  it.each([
    ['no-region', Object.assign(new Error('Region is missing'))],
    ['no-region', Object.assign(new Error('Region not accepted: region="eu west" is not a valid hostname component.'))],
    ['no-credentials', error('CredentialsProviderError')],
    ['refused-credentials', error('ExpiredToken')],
    ['refused-credentials', error('ExpiredTokenException')],
    ['refused-credentials', error('InvalidClientTokenId')],
    ['refused-credentials', error('UnrecognizedClientException')],
    ['denied', error('AccessDenied')],
    ['denied', error('AccessDeniedException')],
    ['denied', error('AuthorizationErrorException')],
    ['no-answer', error('Error', { code: 'ENOTFOUND' })],
    ['no-answer', error('TypeError', { cause: { code: 'ECONNREFUSED' } })],
    ['no-answer', error('TimeoutError')],
    ['no-answer', Object.assign(new Error('UnknownError'), { name: 'Unknown' })],
    ['error', error('ThrottlingException')],
  ])('is %s', (reason, thrown) => {
    expect(failureOf(thrown, 'ses:GetAccount')).toMatchObject({ reason, permission: 'ses:GetAccount' });
  });

  it('keeps one line of what an error says', () => {
    expect(failureOf(error('Strange')).detail).toBe('Strange: what it says');
    expect(failureOf('text').detail).toBe('Error: text');
  });

  it('is that it came too late, and the question is told to stop', async () => {
    let stopped = false;
    const answer = await ask((signal) => new Promise((resolve) => signal.addEventListener('abort', () => { stopped = true; resolve(1); })), { withinMs: 20 });
    expect(answer).toMatchObject({ kind: 'failed', reason: 'no-answer', detail: 'too late' });
    expect(stopped).toBe(true);
  });
});

describe('what is unknown', () => {
  it('is in one line for one reason, and by itself where a right is missing or an error speaks', () => {
    const failed = { kind: 'failed', reason: 'error', detail: 'Throttling: slowly', permission: '' } as const;
    const checks = [unknown('a', 'SES', silent), ok('b', 'fine'), unknown('c', 'DKIM', silent), unknown('d', 'alarms', denied('x:A')), unknown('e', 'topic', denied('x:B')), unknown('f', 'topics', denied('x:B')), unknown('g', 'one', failed), unknown('h', 'other', failed)];
    expect(merged(checks).map(({ id, text, todo }) => [id, text, todo])).toEqual([
      ['a', 'SES, DKIM: no answer (ETIMEDOUT)', 'check the network, and try again'],
      ['b', 'fine', undefined],
      ['d', 'alarms: these credentials may not ask', 'allow them x:A, or use those that deploy the newsletter'],
      ['e', 'topic, topics: these credentials may not ask', 'allow them x:B, or use those that deploy the newsletter'],
      ['g', 'one: Throttling: slowly', undefined],
      ['h', 'other: Throttling: slowly', undefined],
    ]);
  });
});

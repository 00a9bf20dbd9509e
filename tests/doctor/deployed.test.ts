import { describe, expect, it } from 'vitest';
import { found } from '../../cli/doctor/answer.ts';
import { deployedChecks } from '../../cli/doctor/deployed.ts';
import type { Deployed, Facts } from '../../cli/doctor/facts.ts';
import { configPrint } from '../../functions/config-print.ts';
import type { Progress } from '../../cli/delivery/progress.ts';
import { configOf, denied, said, silent, wellFacts } from './facts.ts';

const checksOf = (facts: Facts) => deployedChecks(facts);
const stackOf = (status: string, outputs: Readonly<Record<string, string>> = {}) => {
  const facts = wellFacts();
  return checksOf({ ...facts, account: { ...facts.account, stack: found({ status, reason: 'it said so', outputs }) } });
};
const withParts = (more: Partial<Deployed>, config?: ReturnType<typeof configOf>) => {
  const facts = wellFacts(config);
  return checksOf({ ...facts, deployed: { ...facts.deployed, ...more } }).filter(({ status }) => status !== 'ok').map(said);
};

describe('the stack', () => {
  it('is well', () => {
    expect(checksOf(wellFacts()).filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it.each([
    ['CREATE_COMPLETE', 'ok'], ['UPDATE_COMPLETE', 'ok'], ['IMPORT_COMPLETE', 'ok'], ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'ok'],
    ['UPDATE_IN_PROGRESS', 'advice'], ['UPDATE_ROLLBACK_IN_PROGRESS', 'advice'],
    ['UPDATE_ROLLBACK_COMPLETE', 'todo'], ['UPDATE_ROLLBACK_FAILED', 'todo'], ['UPDATE_FAILED', 'todo'],
  ])('%s is %s, and its parts are looked at', (status, is) => {
    const checks = stackOf(status);
    expect(checks[0]!.status).toBe(is);
    expect(checks.length).toBeGreaterThan(5);
  });

  it.each([
    ['REVIEW_IN_PROGRESS', 'todo', '`npx cdk deploy`'],
    ['CREATE_IN_PROGRESS', 'advice', 'ask again in some minutes'],
    ['ROLLBACK_COMPLETE', 'todo', '`aws cloudformation delete-stack --stack-name Morning`, then `npx cdk deploy`'],
    ['CREATE_FAILED', 'todo', '`aws cloudformation delete-stack --stack-name Morning`, then `npx cdk deploy`'],
    ['DELETE_FAILED', 'todo', '`aws cloudformation describe-stack-events --stack-name Morning` says why'],
  ])('%s is %s, and there are no parts', (status, is, what) => {
    expect(stackOf(status)).toEqual([expect.objectContaining({ status: is, todo: what })]);
  });

  it('is not there, or not known', () => {
    const { deployed: _, ...facts } = wellFacts();
    expect(checksOf({ ...facts, account: { ...facts.account, stack: found(undefined) } }).map(said)).toEqual(['todo: Morning is not deployed yet']);
    expect(checksOf({ ...facts, account: { ...facts.account, stack: denied('cloudformation:DescribeStacks') } }).map(said)).toEqual(['unknown: stack Morning: these credentials may not ask']);
  });

  it('names what of newsletter.yaml is not deployed', () => {
    expect(stackOf('UPDATE_COMPLETE', { Config: configPrint(configOf('locale: de\nalerts: me@morning.test\n')) })[1]).toMatchObject({ text: 'newsletter.yaml is not as deployed: locale', todo: '`npx cdk deploy`' });
    expect(said(stackOf('UPDATE_COMPLETE')[1]!)).toBe('todo: an earlier version of Dawnpost is deployed');
  });
});

describe('bounces', () => {
  const both = { enabled: true, events: ['BOUNCE', 'COMPLAINT'], topic: 'arn:topic' };
  it.each([
    [[], ['todo: SES does not report bounces and complaints, so mail to who does not want it goes on']],
    [[{ ...both, enabled: false }], ['todo: SES does not report bounces and complaints: the event destination is switched off, so mail to who does not want it goes on']],
    [[{ ...both, topic: 'arn:other' }], ['todo: SES does not report bounces and complaints, so mail to who does not want it goes on']],
    [[{ ...both, topic: undefined }], ['todo: SES does not report bounces and complaints, so mail to who does not want it goes on']],
    [[{ ...both, events: ['BOUNCE', 'DELIVERY'] }], ['todo: SES does not report complaints, so mail to who does not want it goes on']],
    [[{ ...both, events: ['BOUNCE'] }, { ...both, events: ['COMPLAINT'] }], []],
  ])('%j', (destinations, lines) => {
    expect(withParts({ eventDestinations: found(destinations) })).toEqual(lines);
  });

  it('are heard by a function', () => {
    expect(withParts({ feedback: found([]) })).toEqual(['todo: no function hears of bounces and complaints']);
    expect(withParts({ feedback: found([{ protocol: 'email', endpoint: 'me@morning.test', confirmed: true }]) })).toEqual(['todo: no function hears of bounces and complaints']);
  });
});

describe('alarms', () => {
  const mail = (endpoint: string, confirmed: boolean) => ({ protocol: 'email', endpoint, confirmed });
  const two = configOf('alerts: [a@morning.test, b@morning.test]\n');
  it('are mailed to who has confirmed', () => {
    expect(withParts({ alerts: found([mail('A@morning.test', true), mail('b@morning.test', false)]) }, two)).toEqual(['todo: alarms are not mailed to b@morning.test: not confirmed yet']);
    expect(withParts({ alerts: found([mail('a@morning.test', true)]) }, two)).toEqual(['todo: alarms are not mailed to b@morning.test: not subscribed, or not any more']);
  });

  it('that are on are each a thing to do, with where to read on', () => {
    const alarm = (name: string, state: string) => ({ name: `Morning-Alarms${name}1A2B3C4D-X5Y6Z7`, state, metrics: 1, description: `Morning: something is ${name}. What to do: docs/runbook.md#${name.toLowerCase()}` });
    const facts = wellFacts();
    const other = { name: 'Morning-Mine', state: 'ALARM', metrics: 1, description: '' };
    const checks = checksOf({ ...facts, deployed: { ...facts.deployed, alarms: found([{ ...alarm('IssueLate', 'ALARM'), since: new Date('2026-03-02T10:00:00Z') }, alarm('Failures', 'OK'), other]) } });
    expect(checks.filter(({ status }) => status === 'todo')).toEqual([
      { id: 'stack.alarm.IssueLate', status: 'todo', text: 'alarm IssueLate, since 2 hours ago: Morning: something is IssueLate.', todo: 'docs/runbook.md#issuelate' },
      { id: 'stack.alarm.Mine', status: 'todo', text: 'alarm Mine', todo: 'look at it in the CloudWatch console' },
    ]);
    expect(withParts({ alarms: found([]) })).toEqual(['advice: the stack has no alarms']);
  });
});

describe('what waits, and what answers', () => {
  it('is said', () => {
    expect(withParts({ undelivered: found(2), failures: silent })).toEqual(['todo: deliveries that were given up: 2', 'unknown: polls, issues or bounces that failed in every retry: no answer (ETIMEDOUT)']);
    expect(withParts({ pages: found({ url: 'https://pages.morning.test/subscribe', status: 502 }) })).toEqual(['todo: the pages answer 502 at https://pages.morning.test/subscribe']);
  });

  it('tells where a domain of one’s own must lead', () => {
    const config = configOf('url: https://news.morning.test\nalerts: me@morning.test\n');
    const facts = wellFacts(config);
    const stack = found({ status: 'CREATE_COMPLETE', reason: '', outputs: { Config: configPrint(config), FeedbackTopic: 'arn:topic', PagesOrigin: 'https://a.execute-api.test' } });
    expect(checksOf({ ...facts, account: { ...facts.account, stack }, deployed: { ...facts.deployed, pages: silent } }).find(({ id }) => id === 'stack.pages')).toEqual({
      id: 'stack.pages', status: 'todo', text: 'the pages do not answer (ETIMEDOUT)', todo: 'https://news.morning.test must lead to https://a.execute-api.test',
    });
  });
});

describe('the last issue', () => {
  const counts = { planned: 0, claimed: 0, submitted: 5, rejected: 0, uncertain: 0, left: 0, repeated: 0, perSecond: 0 };
  const of = (progress: Partial<Progress>, madeAt = '2026-03-02T07:00:00Z', readers = 5) =>
    withParts({ readers: found(readers), delivery: found({ madeAt, progress: { ...counts, date: '2026-03-02', state: 'complete', recipients: 5, waiting: 0, ...progress } }) });
  it.each([
    ['complete', of({}), []],
    ['on its way', of({ state: 'under-way', waiting: 3, last: '2026-03-02T11:59:00Z' }), []],
    ['on its way no more', of({ state: 'under-way', waiting: 3, perSecond: 2, last: '2026-03-02T11:00:00Z' }), [expect.stringMatching(/^todo: last issue 2026-03-02: 5 of 5 submitted; .*hands it over again$/)]],
    ['stopped', of({ state: 'stopped', reason: 'too many rejected' }), [expect.stringMatching(/^todo: last issue 2026-03-02: .*stopped: too many rejected/)]],
    ['just made', of({ state: 'not-planned' }, '2026-03-02T11:58:00Z'), []],
    ['made and never begun', of({ state: 'not-planned' }), ['todo: last issue 2026-03-02: not begun yet']],
    ['for nobody', of({ state: 'not-planned' }, '2026-03-02T07:00:00Z', 0), []],
  ])('%s', (_, lines, expected) => {
    expect(lines).toEqual(expected);
  });
});

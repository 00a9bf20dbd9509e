import { describe, expect, it } from 'vitest';
import { accountChecks } from '../../cli/doctor/account.ts';
import { found } from '../../cli/doctor/answer.ts';
import type { Account, Sending } from '../../cli/doctor/facts.ts';
import { fileChecks, machineChecks } from '../../cli/doctor/machine.ts';
import { readerChecks } from '../../cli/doctor/readers.ts';
import { configOf, denied, said, silent, wellFacts, wellSending } from './facts.ts';

const { machine, account } = wellFacts();

describe('this machine', () => {
  it.each([
    ['20.19.0', 'ok'], ['20.18.9', 'todo'], ['22.0.0', 'ok'], ['18.20.0', 'todo'], ['v24.1.0', 'ok'],
  ])('runs Node %s: %s', (node, status) => {
    expect(machineChecks({ ...machine, node })[0]).toMatchObject({ status });
  });

  it('says where the region is from', () => {
    expect(machineChecks(machine)[1]!.text).toBe('region eu-west-1, from AWS_REGION');
    expect(machineChecks({ ...machine, env: { AWS_PROFILE: 'work' } })[1]!.text).toBe('region eu-west-1, from the profile work');
    expect(machineChecks({ ...machine, env: {} })[1]!.text).toBe('region eu-west-1, from the profile default');
    const none = { kind: 'failed', reason: 'no-region', detail: '', permission: '' } as const;
    expect(machineChecks({ ...machine, region: none, env: {} }).map(said)[1]).toBe('todo: no AWS region');
    expect(machineChecks({ ...machine, region: none, env: { AWS_REGION: 'eu west' } }).map(said)[1]).toBe('todo: AWS_REGION is “eu west”, which is no region');
  });
});

describe('newsletter.yaml', () => {
  it('has to be the operator’s own', () => {
    expect(fileChecks(configOf('alerts: [a@morning.test, b@morning.test]')).map(said)).toEqual(['ok: valid: Morning, 1 feed in 1 section', 'ok: alarms are mailed to a@morning.test, b@morning.test']);
    const { from, ...rest } = configOf();
    expect(fileChecks({ ...rest, from: { ...from, address: 'digest@news.example.com' }, postalAddress: '1 Example Road, London' }).map(said).slice(1)).toEqual([
      'todo: `from` is digest@news.example.com, of an invented domain',
      'todo: `postalAddress` is “1 Example Road, London”, an invented one',
      'advice: nobody is mailed when something goes wrong',
    ]);
  });
});

const ofAccount = (more: Partial<Account>) => accountChecks({ ...account, ...more }, 'eu-west-1').map(said);
const ofSending = (more: Partial<Sending>) => ofAccount({ sending: found({ ...wellSending, ...more }) }).slice(2);

describe('the AWS account', () => {
  it('is well', () => {
    expect(ofAccount({}).every((line) => line.startsWith('ok'))).toBe(true);
  });

  it('is not known without credentials that AWS takes', () => {
    const failed = (reason: 'no-credentials' | 'refused-credentials', detail: string) => accountChecks({ ...account, caller: { kind: 'failed', reason, detail, permission: '' } }, 'eu-west-1')[0]!;
    expect(failed('no-credentials', 'Could not load credentials from any providers')).toEqual({ id: 'aws.credentials', status: 'todo', text: 'no AWS credentials', todo: 'log in as for the aws command (`aws sso login`), or set AWS_PROFILE' });
    expect(failed('no-credentials', 'the session has expired').lines).toEqual(['the session has expired']);
    expect(said(failed('refused-credentials', 'ExpiredToken'))).toBe('todo: AWS does not take the credentials (ExpiredToken)');
  });

  it('has no bootstrap, or half of one', () => {
    expect(ofAccount({ toolkit: found(undefined) })[1]).toBe('todo: the CDK has not been bootstrapped in eu-west-1');
    expect(ofAccount({ toolkit: found({ status: 'ROLLBACK_COMPLETE', reason: '', outputs: {} }) })[1]).toBe("todo: the CDK's bootstrap stack CDKToolkit is ROLLBACK_COMPLETE");
    expect(ofAccount({ toolkit: denied('cloudformation:DescribeStacks') })[1]).toBe('unknown: CDK bootstrap: these credentials may not ask');
  });

  it('does not let SES send', () => {
    expect(ofSending({ production: false, perDay: 200, perSecond: 1 }).slice(0, 2)).toEqual(['todo: SES: in the sandbox, so only to addresses that you have verified', 'ok: SES: 200 mails in 24 hours (0 used), 1 a second']);
    expect(ofSending({ enabled: false })).toContain('todo: SES: sending is switched off in this region');
    expect(ofSending({ enabled: false, enforcement: 'SHUTDOWN' }).filter((line) => line.startsWith('todo'))).toEqual(['todo: SES: AWS has stopped the sending of this account']);
    expect(ofSending({ enforcement: 'PROBATION' })).toContain('todo: SES: AWS has put the account under review');
  });

  it('is advised where it works, but could do better', () => {
    expect(ofSending({ suppresses: [] })).toContain("advice: SES: the account's suppression list leaves out bounces and complaints (the newsletter's own mail is held to both)");
    expect(ofSending({ plan: 'ESSENTIALS' }).at(-1)).toBe('advice: SES: the account is on the price plan ESSENTIALS, of which the newsletter uses nothing; without it a mail costs less');
  });
});

const ofReaders = (readers: number, more: Partial<Sending> = {}, config = configOf()) => readerChecks(found(readers), undefined, found({ ...wellSending, ...more }), config).map(said);

describe('the list against what SES allows', () => {
  it.each([
    [0, {}, ['advice: nobody is subscribed yet']],
    [1, {}, ['ok: 1 active subscriber', "ok: an issue takes less than 1 % of SES's 24 hours", 'ok: a delivery takes a second at 14 a second']],
    [1234, { perDay: 200 }, ['ok: 1,234 active subscribers', 'todo: 1,234 readers are more than the 200 mails that SES allows in 24 hours, so no issue goes out', 'ok: a delivery takes 89 seconds at 14 a second']],
    [45_000, {}, ['ok: 45,000 active subscribers', 'advice: an issue takes 90 % of the 50,000 mails that SES allows in 24 hours', 'ok: a delivery takes 54 minutes at 14 a second']],
    [200, { perDay: 200 }, ['ok: 200 active subscribers', 'advice: an issue takes 100 % of the 200 mails that SES allows in 24 hours', 'ok: a delivery takes 15 seconds at 14 a second']],
    [1_000_000, { perDay: 2_000_000, perSecond: 500 }, ['ok: 1,000,000 active subscribers', "ok: an issue takes 50 % of SES's 24 hours", "advice: a delivery takes 2 h 47 min at 100 a second, and could take 33 minutes at SES's 500"]],
    [2_000_000, { perDay: Infinity, perSecond: 14 }, ['ok: 2,000,000 active subscribers', "ok: an issue takes less than 1 % of SES's 24 hours", 'todo: a delivery takes 39 h 41 min at 14 a second: longer than an issue may be old (deliver.maxAgeHours: 20)']],
  ])('%d readers', (readers, more, lines) => {
    expect(ofReaders(readers, more)).toEqual(lines);
  });

  it('wants no more workers than the rate needs', () => {
    expect(ofReaders(5000, {}, configOf('deliver: { workers: 10 }')).at(-1)).toBe('advice: a delivery takes 6 minutes at 14 a second, which 2 workers do as well as 10');
    expect(ofReaders(5000, { perSecond: 500 }, configOf('deliver: { workers: 10 }')).at(-1)).toBe('ok: a delivery takes 10 seconds at 500 a second');
  });

  it('reckons with a number that is named, and says nothing of what is not known', () => {
    expect(readerChecks(undefined, 300, found({ ...wellSending, perDay: 200 }), configOf()).map(({ id }) => id)).toEqual(['readers.quota', 'readers.pace']);
    expect(readerChecks(undefined, 300, silent, configOf())).toEqual([]);
    expect(readerChecks(silent, undefined, found(wellSending), configOf()).map(said)).toEqual(['unknown: active subscribers: no answer (ETIMEDOUT)']);
  });
});

import { describe, expect, it } from 'vitest';
import { found } from '../../cli/doctor/answer.ts';
import type { Account, Facts, Identity } from '../../cli/doctor/facts.ts';
import { senderChecks } from '../../cli/doctor/sender.ts';
import { configOf, domain, said, silent, wellFacts, wellIdentity } from './facts.ts';

const existing = configOf('domain: { identity: existing }');
const zoned = configOf(`domain: { zone: { name: ${domain}, id: Z0123456789 } }`);
const notDeployed = found(undefined);
const checks = (account: Partial<Account>, config = configOf(), dns: Partial<Facts['dns']> = {}) => {
  const facts = wellFacts(config);
  return senderChecks({ ...facts, account: { ...facts.account, ...account }, dns: { ...facts.dns, ...dns } });
};
const identity = (more: Partial<Identity>): Partial<Account> => ({ identity: found({ ...wellIdentity, ...more }) });
const dkim = (status: string, signs = true): Partial<Account> => identity({ dkim: { ...wellIdentity.dkim, status, signs } });

describe('the sender’s identity', () => {
  it.each([
    ['new, and not there before the deploy', { identity: notDeployed, stack: notDeployed }, configOf(), `ok: SES identity ${domain}: the deploy makes it, and says which records to publish`],
    ['new, and there before the deploy', { stack: notDeployed }, configOf(), `todo: SES has the identity ${domain} already, so a deploy that makes it would fail`],
    ['new, and there after a first deploy that failed', { stack: found({ status: 'ROLLBACK_COMPLETE', reason: '', outputs: {} }) }, configOf(), `todo: SES has the identity ${domain} already, so a deploy that makes it would fail`],
    ['new, and gone after the deploy', { identity: notDeployed }, configOf(), `todo: SES has no identity ${domain} any more`],
    ['existing, and there before the deploy', { stack: notDeployed }, existing, `ok: SES may send for ${domain}`],
    ['existing, and that of the organisation', { ...identity({ domain: 'morning.test' }), stack: notDeployed }, existing, 'ok: SES may send for morning.test'],
    ['existing, and not there', { identity: notDeployed }, existing, `todo: \`domain.identity: existing\`, but SES has no identity ${domain} in eu-west-1`],
    ['not verified', identity({ verified: false }), configOf(), `todo: SES may not send for ${domain} yet`],
    ['not known', { identity: silent }, configOf(), `unknown: SES identity of ${domain}: no answer (ETIMEDOUT)`],
    // Whether it would be in the way can't be said without knowing of a deploy.
    ['new, and there where the stack is not known', { stack: silent }, configOf(), `ok: SES may send for ${domain}`],
  ])('%s', (_, account, config, line) => {
    expect(said(checks(account, config)[0]!)).toBe(line);
  });
});

describe('DKIM', () => {
  const records = (one: string, two: string) => [`one._domainkey.${domain} CNAME one.dkim.amazonses.com${one}`, `two._domainkey.${domain} CNAME two.dkim.amazonses.com${two}`];
  it.each([
    ['SUCCESS', 'ok', undefined],
    ['PENDING', 'todo', records('   (there)', '   (not there yet)')],
    ['FAILED', 'todo', records('   (there)', '   (not there yet)')],
    ['TEMPORARY_FAILURE', 'todo', records('   (there)', '   (not there yet)')],
    ['NOT_STARTED', 'todo', undefined],
  ])('%s is %s', (status, is, lines) => {
    const check = checks(dkim(status), configOf(), { dkim: found([true, false]) })[1]!;
    expect([check.id, check.status, check.lines]).toEqual(['sender.dkim', is, lines]);
  });

  it('prints its records without a word of the DNS where that does not answer', () => {
    expect(checks(dkim('PENDING'), configOf(), { dkim: silent })[1]!.lines).toEqual(records('', ''));
  });

  it('only waits where all records are there', () => {
    expect(said(checks(dkim('PENDING'))[1]!)).toBe('advice: DKIM: its records are in the DNS, and SES has not seen them yet');
    expect(checks(dkim('FAILED'))[1]!.todo).toMatch(/^they are in the DNS now; then have it look anew/);
  });

  it('points at the zone that the deploy writes to', () => {
    expect(checks(dkim('PENDING'), zoned, { dkim: found([false, false]) })[1]!.todo).toContain(`to the zone ${domain}: see that the domain's name servers are those of the zone`);
  });

  it('may be switched off', () => {
    expect(said(checks(dkim('SUCCESS', false))[1]!)).toBe('todo: DKIM: verified, but signing is switched off');
  });
});

describe('MAIL FROM', () => {
  const { mailFrom: _, ...without } = wellIdentity;
  const of = (status: string) => checks(identity({ mailFrom: { domain: `bounce.${domain}`, status } }))[2]!;
  it('is verified, waits or has failed, with its records', () => {
    expect(of('SUCCESS').status).toBe('ok');
    for (const status of ['PENDING', 'FAILED', 'TEMPORARY_FAILURE']) {
      expect(of(status)).toMatchObject({ status: 'todo', lines: [`bounce.${domain} MX 10 feedback-smtp.eu-west-1.amazonses.com`, `bounce.${domain} TXT "v=spf1 include:amazonses.com ~all"`] });
    }
  });

  it('may be missing: to be deployed where it is ours, advice where it is not', () => {
    expect(said(checks({ identity: found(without) })[2]!)).toBe(`todo: MAIL FROM: none, where bounce.${domain} is to be it`);
    expect(checks({ identity: found(without) }, existing)[2]).toMatchObject({ status: 'advice' });
  });
});

describe('leaving by mail', () => {
  const leave = 'leaveAddress: leave@in.morning.test';
  const to = 'mail to leave@in.morning.test';
  const named = `${leave}\ndomain: { ruleSet: mine }`;
  const deployed = found({ status: 'CREATE_COMPLETE', reason: '', outputs: { LeaveRules: 'ours' } });
  it.each([
    [leave, undefined, notDeployed, `ok: ${to}: the deploy makes the rule set that receives it`],
    [leave, 'theirs', notDeployed, `advice: ${to}: the account's active rule set is theirs, and only one can be active`],
    [leave, undefined, deployed, `todo: ${to} is not received: no rule set is active`],
    [leave, 'ours', deployed, `ok: ${to}: its rule set ours is active`],
    [leave, 'theirs', deployed, `todo: ${to} is not received: the active rule set is theirs, not ours`],
    [named, 'mine', notDeployed, `ok: ${to}: its rule set mine is active`],
    [named, undefined, notDeployed, `todo: ${to} is not received: no rule set is active`],
    [named, 'ours', deployed, `todo: ${to} is not received: the active rule set is ours, not mine`],
  ])('%s, active: %s', (file, active, stack, line) => {
    expect(said(checks({ activeRuleSet: found(active), stack }, configOf(file)).at(-1)!)).toBe(line);
  });
});

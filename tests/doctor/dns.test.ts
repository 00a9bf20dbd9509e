import { afterAll, describe, expect, it } from 'vitest';
import { type Answer, found } from '../../cli/doctor/answer.ts';
import { dmarcPolicy, dnsChecks } from '../../cli/doctor/dns.ts';
import { findDkim, findDmarc, findMailFrom, lookupOf, organisationOf } from '../../cli/doctor/find-dns.ts';
import type { Dns } from '../../cli/doctor/facts.ts';
import { dnsServer, type Zone } from './dns-server.ts';
import { configOf, domain, said, silent, wellFacts, wellIdentity } from './facts.ts';

const notDeployed = found(undefined);
const zoned = configOf(`domain: { zone: { name: ${domain}, id: Z0123456789 } }`);
const checks = (dns: Partial<Dns>, { config = configOf(), deployed = true } = {}) => {
  const facts = wellFacts(config);
  return dnsChecks({ ...facts, dns: { ...facts.dns, ...dns }, account: { ...facts.account, ...(!deployed && { stack: notDeployed }) } });
};
const dmarc = (...texts: string[]): Partial<Dns> => ({ dmarc: found({ at: `_dmarc.${domain}`, inherited: false, texts }) });
const inherited = (...texts: string[]): Partial<Dns> => ({ dmarc: found({ at: '_dmarc.morning.test', inherited: true, texts }) });

describe('a DMARC record', () => {
  it.each([
    ['v=DMARC1; p=none', false, 'none'],
    ['v=DMARC1;p=reject;rua=mailto:a@morning.test', false, 'reject'],
    ['v=DMARC1 ; p = Quarantine', false, 'quarantine'],
    ['v=DMARC1; p=reject; sp=none', true, 'none'],
    ['v=DMARC1; p=reject; sp=none', false, 'reject'],
    ['v=DMARC1; p=reject', true, 'reject'],
    ['v=DMARC1; rua=mailto:a@morning.test', false, 'missing'],
    ['v=DMARC1; p=nothing', false, 'missing'],
    ['v=DMARC1', false, 'missing'],
  ])('%s, inherited: %s', (text, from, policy) => {
    expect(dmarcPolicy(text, from)).toBe(policy);
  });
});

describe('DMARC', () => {
  it.each([
    [dmarc('v=DMARC1; p=none'), {}, 'ok: DMARC: p=none, so receivers only report'],
    [dmarc('v=DMARC1; p=none', 'google-site-verification=x'), {}, 'ok: DMARC: p=none, so receivers only report'],
    [inherited('v=DMARC1; p=reject'), {}, 'ok: DMARC: p=reject, from _dmarc.morning.test'],
    [dmarc('v=DMARC1; p=reject'), {}, 'advice: DMARC: p=reject, where newsletter.yaml has `domain.dmarc: none`'],
    [dmarc('v=DMARC1; p=reject'), { config: configOf('domain: { dmarc: existing }') }, 'ok: DMARC: p=reject'],
    [dmarc('v=DMARC1; p=none', 'v=DMARC1; p=reject'), {}, `todo: DMARC: _dmarc.${domain} has 2 records, so receivers go by none`],
    [dmarc('v=DMARC1; rua=mailto:a@morning.test'), {}, `todo: DMARC: the record at _dmarc.${domain} has no policy`],
    [dmarc(), {}, `todo: DMARC: ${domain} has no record, which Gmail and Yahoo ask of who sends to many`],
    [dmarc('v=DMARC2; p=none'), {}, `todo: DMARC: ${domain} has no record, which Gmail and Yahoo ask of who sends to many`],
    [dmarc(), { config: zoned, deployed: false }, `ok: DMARC: the deploy writes p=none for ${domain}`],
    [dmarc(), { config: zoned }, `todo: DMARC: ${domain} has no record, though the deploy wrote one to the zone ${domain}`],
    [dmarc('v=DMARC1; p=none'), { config: zoned, deployed: false }, `todo: DMARC: _dmarc.${domain} has a record already, so a deploy that writes one would fail`],
    [inherited('v=DMARC1; p=none'), { config: zoned, deployed: false }, 'ok: DMARC: p=none, so receivers only report, from _dmarc.morning.test'],
    [{ dmarc: silent }, {}, 'unknown: DMARC: no answer (ETIMEDOUT)'],
  ])('%j %#', (dns, more, line) => {
    expect(said(checks(dns, more)[0]!)).toBe(line);
  });
});

describe('the MAIL FROM domain', () => {
  const of = (mx: Answer<readonly string[]>, texts: Answer<readonly string[]>, more: { config?: ReturnType<typeof configOf>; deployed?: boolean } = {}) => checks({ mailFrom: { domain: 'bounce.morning.test', mx, texts } }, more).slice(1).map(said);
  const ses = 'feedback-smtp.eu-west-1.amazonses.com';
  const spf = 'v=spf1 include:amazonses.com ~all';
  it.each([
    [[ses], [spf], {}, ['ok: MX of bounce.morning.test: leads to SES', 'ok: SPF of bounce.morning.test: lets SES send']],
    [[], [], {}, ['todo: MX of bounce.morning.test: none, so bounces do not find back', 'todo: SPF of bounce.morning.test: none']],
    // Nobody has been told of them yet.
    [[], [], { deployed: false }, []],
    [[], [], { deployed: false, config: configOf('domain: { identity: existing }') }, ['todo: MX of bounce.morning.test: none, so bounces do not find back', 'todo: SPF of bounce.morning.test: none']],
    [['mx.morning.test'], [], { deployed: false }, ['todo: MX of bounce.morning.test: mx.morning.test, and mail that goes there now would not any more']],
    [[ses, 'mx.morning.test'], [spf], {}, [`todo: MX of bounce.morning.test: ${ses}, mx.morning.test, where SES wants its own alone`, 'ok: SPF of bounce.morning.test: lets SES send']],
    [['feedback-smtp.us-east-1.amazonses.com'], ['v=spf1 mx -all'], {}, ['todo: MX of bounce.morning.test: feedback-smtp.us-east-1.amazonses.com, where SES wants its own alone', 'todo: SPF of bounce.morning.test: does not let SES send']],
    [[ses], [spf, 'v=spf1 -all'], {}, ['ok: MX of bounce.morning.test: leads to SES', 'todo: SPF of bounce.morning.test: 2 records, so receivers go by none']],
    [[ses], ['v=spf10 x', `V=SPF1 ip4:192.0.2.1 include:amazonses.com -all`], {}, ['ok: MX of bounce.morning.test: leads to SES', 'ok: SPF of bounce.morning.test: lets SES send']],
    [[ses], ['v=spf1 include:amazonses.com.evil.test -all'], {}, ['ok: MX of bounce.morning.test: leads to SES', 'todo: SPF of bounce.morning.test: does not let SES send']],
  ])('%j %j %#', (mx, texts, more, lines) => {
    expect(of(found(mx), found(texts), more)).toEqual(lines);
  });
});

describe('mail to leaveAddress', () => {
  it.each([
    [['inbound-smtp.eu-west-1.amazonaws.com'], 'ok: MX of in.morning.test: leads to SES'],
    [[], 'todo: MX of in.morning.test: none, so mail to leaveAddress does not arrive'],
    [['mx.morning.test'], 'todo: MX of in.morning.test: mx.morning.test, so mail to leaveAddress does not come to SES'],
  ])('%j', (mx, line) => {
    expect(said(checks({ leave: { domain: 'in.morning.test', mx: found(mx) } }).at(-1)!)).toBe(line);
  });
});

describe('what is asked of the DNS', () => {
  let zone: Zone = {};
  const servers: { stop(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });
  const lookup = async () => {
    const server = await dnsServer(() => zone);
    servers.push(server);
    return lookupOf(server.address);
  };

  it.each([
    ['news.morning.co.uk', 'morning.co.uk'], ['morning.com', 'morning.com'], ['a.b.morning.com', 'morning.com'], ['news.someone.github.io', 'someone.github.io'], ['com', 'com'],
  ])('the organisation of %s is %s', (name, organisation) => {
    expect(organisationOf(name)).toBe(organisation);
  });

  it('is the domain first, and its organisation only where that has no DMARC record', async () => {
    const asking = await lookup();
    zone = { '_dmarc.morning.co.uk': { TXT: ['v=DMARC1; p=reject'] } };
    expect(await findDmarc(asking, 'news.morning.co.uk')).toEqual(found({ at: '_dmarc.morning.co.uk', inherited: true, texts: ['v=DMARC1; p=reject'] }));
    zone = { ...zone, '_dmarc.news.morning.co.uk': { TXT: ['something else'] } };
    expect(await findDmarc(asking, 'news.morning.co.uk')).toMatchObject({ value: { at: '_dmarc.morning.co.uk' } });
    zone = { ...zone, '_dmarc.news.morning.co.uk': { TXT: ['v=DMARC1; p=none'] } };
    expect(await findDmarc(asking, 'news.morning.co.uk')).toMatchObject({ value: { at: '_dmarc.news.morning.co.uk', inherited: false } });
    zone = { '_dmarc.news.morning.co.uk': {} };
    expect(await findDmarc(asking, 'news.morning.co.uk')).toEqual(found({ at: '_dmarc.morning.co.uk', inherited: true, texts: [] }));
  });

  it('is joined where a record is in several strings, and compared without case', async () => {
    const long = `v=spf1 ${Array.from({ length: 20 }, (_, n) => `ip4:192.0.2.${n}`).join(' ')} include:amazonses.com ~all`;
    zone = { 'bounce.morning.test': { TXT: [long], MX: ['Feedback-SMTP.eu-west-1.amazonses.com'] }, 'one._domainkey.news.morning.test': { CNAME: 'One.dkim.AMAZONSES.com' }, 'two._domainkey.news.morning.test': { CNAME: 'other.morning.test' } };
    expect(long.length).toBeGreaterThan(255);
    const asking = await lookup();
    expect(await findMailFrom(asking, 'bounce.morning.test')).toEqual({ domain: 'bounce.morning.test', mx: found(['feedback-smtp.eu-west-1.amazonses.com']), texts: found([long]) });
    expect(await findDkim(asking, wellIdentity)).toEqual(found([true, false]));
  });

  it('is a failure where the server is, and no absence', async () => {
    zone = { '_dmarc.news.morning.test': 'broken', 'bounce.morning.test': 'broken' };
    const asking = await lookup();
    expect(await findDmarc(asking, domain)).toMatchObject({ kind: 'failed', reason: 'no-answer', detail: 'ESERVFAIL' });
    expect((await findMailFrom(asking, 'bounce.morning.test')).mx).toMatchObject({ kind: 'failed', reason: 'no-answer' });
  });
});

import { describe, expect, it } from 'vitest';
import { found } from '../../cli/doctor/answer.ts';
import type { Probe } from '../../cli/check/probe.ts';
import { feedChecks } from '../../cli/doctor/feeds.ts';
import { reportJson, reportLines, reportOf, tally } from '../../cli/doctor/report.ts';
import { configOf, said, silent, wellFacts } from './facts.ts';

const probe = (name: string, note?: string): Probe => ({ name, url: `https://${name}.test`, status: note === undefined ? 'ok' : 'failed', nextPoll: '', notes: note === undefined ? [] : [note, 'what to do'] });

describe('the report', () => {
  it('has nothing to do where all is well', () => {
    const report = reportOf({ ...wellFacts(), feeds: [probe('a')] });
    expect(tally(report)).toMatchObject({ todo: 0, advice: 0, unknown: 0 });
    expect(report.sections.map(({ title }) => title)).toEqual(['This machine', 'newsletter.yaml', 'AWS account', 'Sender', 'DNS', 'Deployed', 'Readers', 'Feeds', 'Costs: US dollars for 30 days with 1,234 readers, by list price in us-east-1; docs/costs.md says more']);
    expect(reportLines(report).at(-1)).toBe('nothing to do');
  });

  it('counts what is to do, and prints under each line what that is', () => {
    const facts = wellFacts();
    const report = reportOf({ ...facts, account: { ...facts.account, toolkit: found(undefined), sending: silent }, deployed: { ...facts.deployed, alarms: found([]) } });
    const lines = reportLines(report);
    expect(lines.slice(lines.indexOf('AWS account'), lines.indexOf('Sender'))).toEqual([
      'AWS account',
      '  ok       account 123456789012, as user/me',
      '  to do    the CDK has not been bootstrapped in eu-west-1',
      '           → `npx cdk bootstrap`, once for the account and region',
      '  unknown  SES: no answer (ETIMEDOUT)',
      '           → check the network, and try again',
      '',
    ]);
    expect(lines.at(-1)).toBe('1 thing to do, 1 not looked at, 1 piece of advice');
    expect(reportJson(report)).toMatchObject({ todo: 1, advice: 1, unknown: 1, checks: expect.arrayContaining([{ id: 'aws.bootstrap', section: 'AWS account', status: 'todo', text: 'the CDK has not been bootstrapped in eu-west-1', todo: '`npx cdk bootstrap`, once for the account and region' }]) as unknown, costs: { readers: 1234 } });
  });

  it('does without sender and DNS where the domain is nobody’s, and without list and feeds where there are none', () => {
    const { from, ...rest } = configOf();
    const { deployed: _, ...facts } = wellFacts({ ...rest, from: { ...from, address: 'digest@example.com' } });
    const report = reportOf({ ...facts, account: { ...facts.account, stack: found(undefined) } });
    expect(report.sections.map(({ title }) => title)).toEqual(['This machine', 'newsletter.yaml', 'AWS account', 'Deployed', expect.stringContaining('with 1,000 readers, for example (--readers N), by')]);
  });
});

describe('the feeds', () => {
  it('are named where they can’t be collected, five of them at most', () => {
    expect(feedChecks([probe('a'), probe('b')]).map(said)).toEqual(['ok: 2 feeds, all can be collected']);
    const ill = Array.from({ length: 7 }, (_, n) => probe(`feed${n}`, 'HTTP 404: nothing there'));
    expect(feedChecks([probe('a'), ...ill])).toEqual([
      {
        id: 'feeds.answer', status: 'todo', text: "7 of 8 feeds can't be collected", todo: '`dawnpost check` says of each what to do',
        lines: [...[0, 1, 2, 3, 4].map((n) => `feed${n}: HTTP 404: nothing there`), 'and 2 more'],
      },
    ]);
  });
});

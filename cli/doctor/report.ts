/** What the doctor says, from what it has found. Pure. */
import { feedsOf } from '../../functions/model/feed.ts';
import { count } from '../output.ts';
import { accountChecks } from './account.ts';
import { valueOf } from './answer.ts';
import { type Check, merged, type Section } from './check.ts';
import { costLines, type Costs, monthlyCosts } from './costs.ts';
import { deployedChecks } from './deployed.ts';
import { dnsChecks } from './dns.ts';
import type { Facts } from './facts.ts';
import { feedChecks } from './feeds.ts';
import { fileChecks, isInvented, machineChecks } from './machine.ts';
import { number } from './number.ts';
import { readerChecks } from './readers.ts';
import { senderChecks } from './sender.ts';

export interface Report {
  readonly sections: readonly Section[];
  readonly costs: Costs & { readonly readers: number };
}

/** Where there is no list yet, and no number was named. */
const exampleReaders = 1000;
/** What the stack makes, where it is not there to be asked (cdk/alarms.ts, cdk/metrics.ts). */
const made = { alarms: 18, metrics: 10, dashboards: 1 };

export function reportOf(facts: Facts): Report {
  const { config, account, machine, deployed, feeds } = facts;
  const readers = readerChecks(deployed?.readers, facts.readers, account.sending, config);
  const known = facts.readers ?? valueOf(deployed?.readers);
  const costs = costsOf(facts, known ?? exampleReaders);
  return {
    sections: [
      { title: 'This machine', checks: machineChecks(machine) },
      { title: 'newsletter.yaml', checks: fileChecks(config) },
      { title: 'AWS account', checks: merged(accountChecks(account, valueOf(machine.region))) },
      // Of a domain that nobody can have there is nothing to say.
      ...(isInvented(config) ? [] : [{ title: 'Sender', checks: merged(senderChecks(facts)) }, { title: 'DNS', checks: merged(dnsChecks(facts)) }]),
      { title: 'Deployed', checks: merged(deployedChecks(facts)) },
      ...(readers.length > 0 ? [{ title: 'Readers', checks: merged(readers) }] : []),
      ...(feeds ? [{ title: 'Feeds', checks: feedChecks(feeds) }] : []),
      {
        title: `Costs: US dollars for 30 days with ${number(costs.readers)} readers${known === undefined ? ', for example (--readers N)' : ''}, by list price in us-east-1; docs/costs.md says more`,
        checks: [],
        lines: costLines(costs),
      },
    ],
    costs,
  };
}

function costsOf({ config, account, deployed }: Facts, readers: number): Costs & { readonly readers: number } {
  const sending = valueOf(account.sending);
  const usage = {
    readers,
    feeds: feedsOf(config).length,
    everyMinutes: config.collect.everyMinutes,
    issuesPerWeek: config.schedule.days.length,
    workers: config.deliver.workers,
    window: config.deliver.window,
    ...made,
    alarms: valueOf(deployed?.alarms)?.reduce((sum, { metrics }) => sum + metrics, 0) ?? made.alarms,
    plan: sending?.plan ?? 'NONE',
    ...(sending && sending.perSecond > 0 && { perSecond: sending.perSecond }),
  };
  return { readers, ...monthlyCosts(usage) };
}

/** How many checks are of each kind. */
export function tally({ sections }: Pick<Report, 'sections'>): Readonly<Record<Check['status'], number>> {
  const counts = { ok: 0, advice: 0, todo: 0, unknown: 0 };
  for (const { checks } of sections) for (const { status } of checks) counts[status]++;
  return counts;
}

const words: Readonly<Record<Check['status'], string>> = { ok: 'ok', advice: 'advice', todo: 'to do', unknown: 'unknown' };

export function reportLines(report: Report): string[] {
  const { todo, advice, unknown } = tally(report);
  const closing = [
    ...(todo > 0 ? [count(todo, 'thing to do', 'things to do')] : []),
    ...(unknown > 0 ? [`${unknown} not looked at`] : []),
    ...(advice > 0 ? [count(advice, 'piece of advice', 'pieces of advice')] : []),
  ];
  return [...report.sections.flatMap(sectionLines), closing.length === 0 ? 'nothing to do' : todo + unknown === 0 ? `nothing to do, ${closing.join(', ')}` : closing.join(', ')];
}

function sectionLines({ title, checks, lines = [] }: Section): string[] {
  return [
    title,
    ...checks.flatMap(({ status, text, todo, lines: more = [] }) => [
      `  ${words[status].padEnd(7)}  ${text}`,
      ...(todo === undefined ? [] : [`${' '.repeat(11)}→ ${todo}`]),
      ...more.map((line) => `${' '.repeat(13)}${line}`),
    ]),
    ...lines.map((line) => `  ${line}`),
    '',
  ];
}

/** The report for programs. */
export function reportJson(report: Report): object {
  const { todo, advice, unknown } = tally(report);
  return {
    todo, advice, unknown,
    checks: report.sections.flatMap(({ title, checks }) => checks.map(({ id, status, text, todo: what, lines }) => ({ id, section: title, status, text, ...(what !== undefined && { todo: what }), ...(lines && { lines }) }))),
    costs: report.costs,
  };
}

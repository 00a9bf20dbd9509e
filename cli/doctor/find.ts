/** Finds all that the doctor goes by, everything at once where one answer does not wait for another. */
import { readFileSync } from 'node:fs';
import type { Config } from '../../functions/config.ts';
import { domainPart } from '../../functions/model/address.ts';
import { feedsOf } from '../../functions/model/feed.ts';
import { probeAll } from '../check/probe-all.ts';
import type { GlobalOptions } from '../context.ts';
import type { Output } from '../output.ts';
import { type Answer, valueOf } from './answer.ts';
import { type Account, type Dns, type Facts, type Identity, stands } from './facts.ts';
import { type Aws, openAws } from './find-account.ts';
import { findDeployed } from './find-deployed.ts';
import { findDkim, findDmarc, findLeave, findMailFrom, type Lookup, organisationOf } from './find-dns.ts';

export interface Wanted {
  readonly config: Config;
  readonly options: GlobalOptions;
  readonly out: Output;
  readonly lookup: Lookup;
  readonly feeds: boolean;
  readonly readers?: number;
}

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { engines: { node: string } };

export async function findFacts({ config, options, out, lookup, feeds, readers }: Wanted): Promise<Facts> {
  const now = options.now ?? new Date();
  const stackName = options.stack ?? config.stack;
  out.progress('asking AWS, the DNS and the feeds');
  const asked = feeds ? probeAll(config, feedsOf(config), options, now, out) : undefined;
  const aws = await openAws();
  try {
    const identity = findIdentity(aws, config);
    const stack = aws.ask('cloudformation:DescribeStacks', (account, signal) => account.stack(stackName, signal));
    const deployed = stack.then((answer) => {
      const there = valueOf(answer);
      return stands(there) ? findDeployed(aws, there, { config, stackName, now, out }) : undefined;
    });
    const [account, dns, parts, probes] = await Promise.all([findAccount(aws, config, identity, stack), findDns(lookup, config, identity), deployed, asked]);
    return {
      now, config, stackName, account, dns,
      machine: { node: process.versions.node, nodeWanted: engines.node, region: aws.region, env: process.env },
      ...(parts && { deployed: parts }),
      ...(probes && { feeds: probes }),
      ...(readers !== undefined && { readers }),
    };
  } finally {
    aws.close();
  }
}

async function findAccount(aws: Aws, { leaveAddress }: Config, asked: Promise<Account['identity']>, stackAsked: Promise<Account['stack']>): Promise<Account> {
  const [caller, toolkit, sending, identity, stack, activeRuleSet] = await Promise.all([
    aws.ask('sts:GetCallerIdentity', (account, signal) => account.caller(signal)),
    aws.ask('cloudformation:DescribeStacks', (account, signal) => account.stack('CDKToolkit', signal)),
    aws.ask('ses:GetAccount', (account, signal) => account.sending(signal)),
    asked,
    stackAsked,
    leaveAddress === undefined ? undefined : aws.ask('ses:DescribeActiveReceiptRuleSet', (account, signal) => account.activeRuleSet(signal)),
  ]);
  return { caller, toolkit, sending, identity, stack, ...(activeRuleSet && { activeRuleSet }) };
}

/** Of the sender's domain; where it is said to exist, its organisation's does as well: SES lets a verified domain send for those below it. */
async function findIdentity(aws: Aws, { from, domain }: Config): Promise<Answer<Identity | undefined>> {
  const name = domainPart(from.address);
  const of = (each: string): Promise<Answer<Identity | undefined>> => aws.ask('ses:GetEmailIdentity', (account, signal) => account.identity(each, signal));
  const own = await of(name);
  const organisation = organisationOf(name);
  return own.kind === 'found' && own.value === undefined && domain.identity === 'existing' && organisation !== name ? of(organisation) : own;
}

async function findDns(lookup: Lookup, { from, domain, leaveAddress }: Config, asked: Promise<Account['identity']>): Promise<Dns> {
  const [dmarc, leave, ofIdentity] = await Promise.all([
    findDmarc(lookup, domainPart(from.address)),
    leaveAddress === undefined ? undefined : findLeave(lookup, domainPart(leaveAddress)),
    asked.then(async (answer): Promise<Partial<Dns>> => {
      const identity = valueOf(answer);
      const domainOfBounces = domain.mailFrom ?? identity?.mailFrom?.domain;
      const [mailFrom, dkim] = await Promise.all([domainOfBounces === undefined ? undefined : findMailFrom(lookup, domainOfBounces), identity && findDkim(lookup, identity)]);
      return { ...(mailFrom && { mailFrom }), ...(dkim && { dkim }) };
    }),
  ]);
  return { dmarc, ...ofIdentity, ...(leave && { leave }) };
}

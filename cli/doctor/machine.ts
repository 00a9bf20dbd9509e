/** This machine, and newsletter.yaml as far as the file alone tells. Pure. */
import type { Config } from '../../functions/config.ts';
import { feedsOf } from '../../functions/model/feed.ts';
import { domainPart } from '../../functions/model/address.ts';
import { count } from '../output.ts';
import { advice, type Check, ok, todo, unknown } from './check.ts';
import type { Machine } from './facts.ts';

export function machineChecks({ node, nodeWanted, region, env }: Machine): Check[] {
  const checks = [isAtLeast(node, nodeWanted) ? ok('machine.node', `Node ${node}`) : todo('machine.node', `Node ${node}, where ${nodeWanted} is needed`, 'install a later one, from https://nodejs.org')];
  if (region.kind === 'found') return [...checks, ok('machine.region', `region ${region.value}, from ${env.AWS_REGION ? 'AWS_REGION' : `the profile ${env.AWS_PROFILE ?? 'default'}`}`)];
  if (region.reason !== 'no-region') return [...checks, unknown('machine.region', 'region', region)];
  const inVain = env.AWS_DEFAULT_REGION ? `; AWS_DEFAULT_REGION is read by the aws command, not by this one: AWS_REGION=${env.AWS_DEFAULT_REGION}` : '';
  return [...checks, todo('machine.region', env.AWS_REGION ? `AWS_REGION is “${env.AWS_REGION}”, which is no region` : 'no AWS region', `set AWS_REGION, such as eu-west-1, or \`aws configure set region eu-west-1\`${inVain}`)];
}

/** `wanted` as in package.json's engines: `>=20.19`. */
function isAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.replace(/^>=/, '').split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Domains that are nobody's (RFC 2606, RFC 6761). */
const invented = /(^|\.)(example\.(com|net|org)|example|invalid|localhost)$/i;

export const isInvented = ({ from }: Pick<Config, 'from'>): boolean => invented.test(domainPart(from.address));

export function fileChecks(config: Config): Check[] {
  const { name, from, postalAddress, alerts, sections } = config;
  return [
    ok('file.valid', `valid: ${name}, ${count(feedsOf(config).length, 'feed')} in ${count(sections.length, 'section')}`),
    ...(isInvented(config) ? [todo('file.from', `\`from\` is ${from.address}, of an invented domain`, 'write an address of a domain of yours, whose DNS you can change; then more can be looked at')] : []),
    ...(/\bexample\b/i.test(postalAddress) ? [todo('file.postalAddress', `\`postalAddress\` is “${postalAddress}”, an invented one`, 'write your own: anti-spam laws ask for it')] : []),
    alerts.length > 0 ? ok('file.alerts', `alarms are mailed to ${alerts.join(', ')}`) : advice('file.alerts', 'nobody is mailed when something goes wrong', 'write `alerts: you@…` with your address, and deploy'),
  ];
}

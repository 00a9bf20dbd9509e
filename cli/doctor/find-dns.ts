/** Asks the DNS what receivers ask it. */
import { Resolver } from 'node:dns/promises';
import { getDomain } from 'tldts';
import { OperatorError } from '../failure.ts';
import { type Answer, failureOf, found } from './answer.ts';
import { dmarcRecords } from './dns.ts';
import type { Dns, Identity } from './facts.ts';

export type Lookup = Pick<Resolver, 'resolveTxt' | 'resolveMx' | 'resolveCname'>;

/** This machine's resolver, or one of the server named, such as `1.1.1.1` or `127.0.0.1:5353`. */
export function lookupOf(server: string | undefined): Resolver {
  const resolver = new Resolver({ timeout: 2500, tries: 2 });
  try {
    if (server !== undefined) resolver.setServers([server]);
  } catch {
    throw new OperatorError(`${server} is no address of a DNS server: write one such as 1.1.1.1, or 127.0.0.1:5353`, 2);
  }
  return resolver;
}

/**
 * The domain's own DMARC texts, or where it has no DMARC record those of its
 * organisation, which is one label more than a public suffix (RFC 7489 section 6.6.3).
 */
export async function findDmarc(lookup: Lookup, domain: string): Promise<Dns['dmarc']> {
  const at = (name: string) => ({ at: `_dmarc.${name}`, inherited: name !== domain });
  const own = await texts(lookup, `_dmarc.${domain}`);
  const organisation = organisationOf(domain);
  if (own.kind === 'failed') return own;
  if (dmarcRecords(own.value).length > 0 || organisation === domain) return found({ ...at(domain), texts: own.value });
  const theirs = await texts(lookup, `_dmarc.${organisation}`);
  return theirs.kind === 'failed' ? theirs : found({ ...at(organisation), texts: theirs.value });
}

/** The domain that somebody has registered; of one that nobody can have, itself. */
export const organisationOf = (domain: string): string => getDomain(domain, { allowPrivateDomains: true }) ?? domain;

export async function findMailFrom(lookup: Lookup, domain: string): Promise<NonNullable<Dns['mailFrom']>> {
  const [mx, spf] = await Promise.all([exchanges(lookup, domain), texts(lookup, domain)]);
  return { domain, mx, texts: spf };
}

export const findLeave = async (lookup: Lookup, domain: string): Promise<NonNullable<Dns['leave']>> => ({ domain, mx: await exchanges(lookup, domain) });

/** Whether each of an identity's DKIM names leads to SES. */
export async function findDkim(lookup: Lookup, { domain, dkim: { tokens, zone } }: Identity): Promise<Answer<readonly boolean[]>> {
  const answers = await Promise.all(tokens.map((token) => asked(() => lookup.resolveCname(`${token}._domainkey.${domain}`))));
  const failed = answers.find((answer) => answer.kind === 'failed');
  if (failed) return failed;
  return found(answers.map((answer, n) => answer.kind === 'found' && answer.value.some((name) => plain(name) === `${tokens[n]}.${zone}`)));
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The strings of one record are one text (RFC 7208 section 3.3). */
async function texts(lookup: Lookup, name: string): Promise<Answer<readonly string[]>> {
  const answer = await asked(() => lookup.resolveTxt(name));
  return answer.kind === 'failed' ? answer : found(answer.value.map((strings) => strings.join('')));
}

async function exchanges(lookup: Lookup, name: string): Promise<Answer<readonly string[]>> {
  const answer = await asked(() => lookup.resolveMx(name));
  return answer.kind === 'failed' ? answer : found(answer.value.map(({ exchange }) => plain(exchange)));
}

/** No such name and no such record are answers too. */
async function asked<T>(question: () => Promise<T[]>): Promise<Answer<T[]>> {
  try {
    return found(await question());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? found([]) : failureOf(error);
  }
}

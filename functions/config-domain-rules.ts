/** The rules of `domain` with the sender and the pages' address: what would fail the deploy, or do nothing. */
import { isHttp, record, shown } from './config-fields.ts';
import type { Problem } from './config-rules.ts';
import { domainPart, parseAddress, parseMailbox } from './model/address.ts';

/** Reads what was written, so that it speaks even where the schema has complaints. */
export function ofDomain(file: Record<string, unknown>): Problem[] {
  const domain = record(file['domain']);
  const zone = text(record(domain['zone'])['name'])?.replace(/\.$/, '').toLowerCase();
  const sender = domainPart(parseMailbox(text(file['from']) ?? '')?.address ?? '').toLowerCase();
  const url = text(file['url'])?.trim();
  const pages = url !== undefined && isHttp(url) ? new URL(url) : undefined;
  const { identity, mailFrom, dmarc, certificate, ruleSet } = domain;
  const leaving = domainPart(parseAddress(text(file['leaveAddress']) ?? '') ?? '');
  const problems: Problem[] = [];
  const fault = (key: string, message: string) => problems.push({ path: ['domain', key], message });
  if (identity === 'existing') {
    if (mailFrom !== undefined) fault('mailFrom', 'is set up with the identity, which is not this stack’s (domain.identity: existing); take it out');
    if (dmarc !== undefined && dmarc !== 'existing') fault('dmarc', 'is published with the identity, which is not this stack’s (domain.identity: existing); take it out');
  } else if (zone !== undefined && sender !== '' && !isWithin(sender, zone)) {
    fault('zone', `${shown(zone)} does not hold the sender’s domain ${sender}; name the zone that does`);
  }
  if (identity !== 'existing' && leaving !== '' && leaving === `${text(mailFrom) ?? 'bounce'}.${sender}`) problems.push({ path: ['leaveAddress'], message: `${leaving} is the MAIL FROM domain, where SES takes bounces and nothing else; write an address of another domain, such as leave@in.${sender}` });
  if (certificate !== undefined && url === undefined) fault('certificate', 'is for the pages’ own address; give that as `url`');
  if (zone !== undefined && identity === 'existing' && !(pages && isWithin(pages.hostname, zone))) fault('zone', 'has nothing to be written to it: the identity is not this stack’s, and `url` is not in the zone; take it out');
  if (ruleSet !== undefined && file['leaveAddress'] === undefined) fault('ruleSet', 'is for the mails to `leaveAddress`; give that too');
  if (pages && (certificate !== undefined || (zone !== undefined && isWithin(pages.hostname, zone)))) {
    const asWritten = `${pages.protocol}//${pages.host}`;
    if (pages.protocol !== 'https:' || pages.port !== '' || pages.pathname !== '/' || pages.search !== '') problems.push({ path: ['url'], message: `${shown(url)} can’t be the API’s own address; write https://${pages.hostname}, with no port or path` });
    else if (zone !== undefined && pages.hostname === zone) problems.push({ path: ['url'], message: `${shown(asWritten)} is the zone’s own name, which other things live at; write a name in it, such as https://news.${zone}` });
    if (identity !== 'existing' && pages.hostname === `${text(mailFrom) ?? 'bounce'}.${sender}`) fault('mailFrom', `${pages.hostname} is where the pages are; choose another label`);
  }
  return problems;
}

/** Whether a host is the zone's name, or below it. */
export const isWithin = (host: string, zone: string): boolean => host === zone || host.endsWith(`.${zone}`);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

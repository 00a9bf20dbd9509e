/** What receivers look up of the sender's domain: DMARC, SPF, MX. Pure. */
import { domainPart } from '../../functions/model/address.ts';
import { type Answer, valueOf } from './answer.ts';
import { advice, type Check, ok, todo, unknown } from './check.ts';
import { type Dns, type Facts, isNone, stands } from './facts.ts';
import { mailFromRecords } from './sender.ts';

type DnsFacts = Pick<Facts, 'config' | 'account' | 'dns' | 'machine'>;

export function dnsChecks(facts: DnsFacts): Check[] {
  const { config, account, dns, machine } = facts;
  const region = valueOf(machine.region);
  const deployed = stands(valueOf(account.stack));
  return [
    dmarcCheck(facts, deployed),
    ...(dns.mailFrom === undefined ? [] : mailFromChecks(dns.mailFrom, config.domain.identity === 'existing' || deployed, config.domain.zone?.name, region)),
    ...(dns.leave === undefined ? [] : [leaveCheck(dns.leave, region)]),
  ];
}

/** A DMARC record's policy (RFC 7489 section 6.3); `missing` where it names none that is known. */
export function dmarcPolicy(text: string, inherited: boolean): 'none' | 'quarantine' | 'reject' | 'missing' {
  const tags = new Map(text.split(';').map((tag) => tag.split('=').map((part) => part.trim()) as [string, string]));
  const policy = (inherited ? tags.get('sp') : undefined) ?? tags.get('p');
  return (['none', 'quarantine', 'reject'] as const).find((known) => known === policy?.toLowerCase()) ?? 'missing';
}

/** Which of a name's texts are DMARC records (RFC 7489 section 6.6.3: others are passed over). */
export const dmarcRecords = (texts: readonly string[]): string[] => texts.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));

function dmarcCheck({ config: { domain, from }, account, dns: { dmarc } }: DnsFacts, deployed: boolean): Check {
  const id = 'dns.dmarc';
  const name = domainPart(from.address);
  if (dmarc.kind === 'failed') return unknown(id, 'DMARC', dmarc);
  const { at, inherited, texts } = dmarc.value;
  const records = dmarcRecords(texts);
  const [record] = records;
  const stackWrites = domain.zone !== undefined && domain.dmarc !== 'existing';
  if (record === undefined) {
    if (stackWrites && !deployed) return ok(id, `DMARC: the deploy writes p=${domain.dmarc} for ${name}`);
    const written = `_dmarc.${name} TXT "v=DMARC1; p=${domain.dmarc === 'existing' ? 'none' : domain.dmarc}"`;
    return stackWrites
      ? todo(id, `DMARC: ${name} has no record, though the deploy wrote one to the zone ${domain.zone.name}`, "see that the domain's name servers are those of the zone", [written])
      : todo(id, `DMARC: ${name} has no record, which Gmail and Yahoo ask of who sends to many`, `publish this record in the DNS of ${name}`, [written]);
  }
  if (records.length > 1) return todo(id, `DMARC: ${at} has ${records.length} records, so receivers go by none`, 'leave one of them', records);
  if (stackWrites && isNone(valueOf(account.stack)) && account.stack.kind === 'found' && !inherited) return todo(id, `DMARC: ${at} has a record already, so a deploy that writes one would fail`, 'write `domain: { dmarc: existing }`, or take the record out', [record]);
  const policy = dmarcPolicy(record, inherited);
  if (policy === 'missing') return todo(id, `DMARC: the record at ${at} has no policy`, 'add p=none, p=quarantine or p=reject to it', [record]);
  const differs = deployed && !inherited && domain.dmarc !== 'existing' && policy !== domain.dmarc;
  return differs
    ? advice(id, `DMARC: p=${policy}, where newsletter.yaml has \`domain.dmarc: ${domain.dmarc}\``, 'publish that, or write the one that is there', [record])
    : ok(id, `DMARC: ${policy === 'none' ? 'p=none, so receivers only report' : `p=${policy}`}${inherited ? `, from ${at}` : ''}`);
}

/** `due`: whether the records ought to be there; before the deploy, nobody has been told of them. */
function mailFromChecks({ domain, mx, texts }: NonNullable<Dns['mailFrom']>, due: boolean, zone: string | undefined, region: string | undefined): Check[] {
  const wanted = `feedback-smtp.${region ?? 'REGION'}.amazonses.com`;
  const [mxRecord, spfRecord] = mailFromRecords(domain, region) as [string, string];
  const publish = zone === undefined ? 'publish this record' : `the deploy wrote it to the zone ${zone}: see that the domain's name servers are those of the zone`;
  return [mxCheck('dns.mailFromMx', `MX of ${domain}`, mx), spfCheck(texts)].flatMap((check) => check ?? []);

  function mxCheck(id: string, about: string, answer: Answer<readonly string[]>): Check | undefined {
    if (answer.kind === 'failed') return unknown(id, about, answer);
    const right = answer.value.includes(wanted) || (region === undefined && answer.value.some((host) => /^feedback-smtp\..*amazonses\.com$/.test(host)));
    if (answer.value.length === 0) return due ? todo(id, `${about}: none, so bounces do not find back`, publish, [mxRecord]) : undefined;
    if (right && answer.value.length === 1) return ok(id, `${about}: leads to SES`);
    if (!due) return todo(id, `${about}: ${answer.value.join(', ')}, and mail that goes there now would not any more`, 'choose another label as `domain.mailFrom`');
    return todo(id, `${about}: ${answer.value.join(', ')}, where SES wants its own alone`, 'leave this record alone', [mxRecord]);
  }

  function spfCheck(answer: Answer<readonly string[]>): Check | undefined {
    const [id, about] = ['dns.spf', `SPF of ${domain}`];
    if (answer.kind === 'failed') return unknown(id, about, answer);
    const records = answer.value.filter((text) => /^v=spf1( |$)/i.test(text));
    const [record] = records;
    if (record === undefined) return due ? todo(id, `${about}: none`, publish, [spfRecord]) : undefined;
    // RFC 7208 section 4.5.
    if (records.length > 1) return todo(id, `${about}: ${records.length} records, so receivers go by none`, 'leave one', records);
    return /(^|\s)\+?include:amazonses\.com(\s|$)/i.test(record) ? ok(id, `${about}: lets SES send`) : todo(id, `${about}: does not let SES send`, 'add include:amazonses.com to it', [record]);
  }
}

function leaveCheck({ domain, mx }: NonNullable<Dns['leave']>, region: string | undefined): Check {
  const [id, about] = ['dns.leaveMx', `MX of ${domain}`];
  const wanted = `inbound-smtp.${region ?? 'REGION'}.amazonaws.com`;
  const record = `${domain} MX 10 ${wanted}`;
  if (mx.kind === 'failed') return unknown(id, about, mx);
  if (mx.value.includes(wanted) || (region === undefined && mx.value.some((host) => /^inbound-smtp\..*amazonaws\.com$/.test(host)))) return ok(id, `${about}: leads to SES`);
  return mx.value.length === 0
    ? todo(id, `${about}: none, so mail to leaveAddress does not arrive`, 'publish this record', [record])
    : todo(id, `${about}: ${mx.value.join(', ')}, so mail to leaveAddress does not come to SES`, 'choose a sub-domain of its own as leaveAddress, such as leave@in.…, or publish this record', [record]);
}

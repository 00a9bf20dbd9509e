/** The sender's domain at SES, and the mail that SES is to receive. Pure. */
import { domainPart } from '../../functions/model/address.ts';
import { valueOf } from './answer.ts';
import { advice, type Check, ok, todo, unknown } from './check.ts';
import { type Facts, type Identity, isNone, stands } from './facts.ts';

type SenderFacts = Pick<Facts, 'config' | 'account' | 'dns' | 'machine'>;

export function senderChecks(facts: SenderFacts): Check[] {
  return [...identityChecks(facts), ...receivingChecks(facts)];
}

function identityChecks({ config: { domain, from }, account, dns, machine }: SenderFacts): Check[] {
  const { identity, stack } = account;
  const name = domainPart(from.address);
  if (identity.kind === 'failed') return [unknown('sender.identity', `SES identity of ${name}`, identity)];
  const there = identity.value;
  const isNew = domain.identity === 'new';
  if (!there) {
    if (!isNew) return [todo('sender.identity', `\`domain.identity: existing\`, but SES has no identity ${name} in ${valueOf(machine.region) ?? 'this region'}`, 'take `existing` out, so that the deploy makes it; or verify the domain in this region')];
    if (stack.kind === 'failed') return [unknown('sender.identity', `whether the deploy has made the SES identity ${name}`, stack)];
    if (!stands(stack.value)) return [ok('sender.identity', `SES identity ${name}: the deploy makes it, and says which records to publish`)];
    return [todo('sender.identity', `SES has no identity ${name} any more`, `make it again (\`aws sesv2 create-email-identity --email-identity ${name}\`), or deploy under another \`stack\``)];
  }
  if (isNew && stack.kind === 'found' && isNone(stack.value)) return [todo('sender.identity', `SES has the identity ${there.domain} already, so a deploy that makes it would fail`, 'write `domain: { identity: existing }`')];
  return [
    there.verified ? ok('sender.identity', `SES may send for ${there.domain}`) : todo('sender.identity', `SES may not send for ${there.domain} yet`, 'it may once DKIM is verified'),
    dkimCheck(there, valueOf(dns.dkim), domain.zone?.name),
    mailFromCheck(there, isNew, domain.mailFrom, domain.zone?.name, valueOf(machine.region)),
  ];
}

function dkimCheck({ domain, dkim }: Identity, inDns: readonly boolean[] | undefined, zone: string | undefined): Check {
  const { status, signs, tokens } = dkim;
  const id = 'sender.dkim';
  if (status === 'SUCCESS') return signs ? ok(id, `DKIM: verified, mails of ${domain} are signed`) : todo(id, 'DKIM: verified, but signing is switched off', `\`aws sesv2 put-email-identity-dkim-attributes --email-identity ${domain} --signing-enabled\``);
  const records = tokens.map((token, n) => `${token}._domainkey.${domain} CNAME ${token}.${dkim.zone}${inDns === undefined ? '' : inDns[n] ? '   (there)' : '   (not there yet)'}`);
  const all = tokens.length > 0 && inDns !== undefined && inDns.every(Boolean);
  const publish = zone === undefined ? `publish these records in the DNS of ${domain}` : `the deploy wrote these records to the zone ${zone}: see that the domain's name servers are those of the zone`;
  switch (status) {
    case 'PENDING':
      return all ? advice(id, 'DKIM: its records are in the DNS, and SES has not seen them yet', 'wait: it looks again and again, for up to 72 hours') : todo(id, 'DKIM: SES waits for its records', publish, records);
    case 'TEMPORARY_FAILURE':
      return todo(id, 'DKIM: SES can’t make out its records at the moment', publish, records);
    case 'FAILED':
      return todo(id, 'DKIM: SES has not found the records in 72 hours, and has stopped looking', `${all ? 'they are in the DNS now' : publish}; then have it look anew: \`aws sesv2 put-email-identity-dkim-signing-attributes --email-identity ${domain} --signing-attributes-origin AWS_SES\``, records);
    default:
      return todo(id, 'DKIM: not set up, so most mail would be taken for spam', `\`aws sesv2 put-email-identity-dkim-signing-attributes --email-identity ${domain} --signing-attributes-origin AWS_SES\`, then \`dawnpost doctor\` for the records`);
  }
}

/** What SES asks for of a MAIL FROM domain (https://docs.aws.amazon.com/ses/latest/dg/mail-from.html). */
export const mailFromRecords = (domain: string, region = 'REGION'): string[] => [`${domain} MX 10 feedback-smtp.${region}.amazonses.com`, `${domain} TXT "v=spf1 include:amazonses.com ~all"`];

function mailFromCheck({ domain, mailFrom }: Identity, isNew: boolean, wanted: string | undefined, zone: string | undefined, region: string | undefined): Check {
  const id = 'sender.mailFrom';
  if (!mailFrom) {
    if (isNew) return todo(id, `MAIL FROM: none, where ${wanted} is to be it`, '`npx cdk deploy`');
    return advice(id, `MAIL FROM: SES's own, so SPF does not speak for ${domain}, and DMARC rests on DKIM alone`, 'a domain of your own for bounces makes it two: https://docs.aws.amazon.com/ses/latest/dg/mail-from.html');
  }
  const publish = zone === undefined ? `publish these records in the DNS of ${domain}` : `the deploy wrote these records to the zone ${zone}: see that the domain's name servers are those of the zone`;
  switch (mailFrom.status) {
    case 'SUCCESS':
      return ok(id, `MAIL FROM: ${mailFrom.domain}, verified`);
    case 'PENDING':
      return todo(id, `MAIL FROM: SES waits for the records of ${mailFrom.domain}`, publish, mailFromRecords(mailFrom.domain, region));
    default:
      return todo(id, `MAIL FROM: SES can’t find the records of ${mailFrom.domain}`, `${publish}; SES looks anew once it is set again: \`aws sesv2 put-email-identity-mail-from-attributes --email-identity ${domain} --mail-from-domain ${mailFrom.domain}\``, mailFromRecords(mailFrom.domain, region));
  }
}

/** Leaving by mail: of an account's receipt rule sets one is active, which no deploy can choose. */
function receivingChecks({ config, account }: SenderFacts): Check[] {
  const { leaveAddress, domain } = config;
  const { activeRuleSet: active, stack } = account;
  const id = 'sender.leave';
  if (leaveAddress === undefined || !active) return [];
  if (active.kind === 'failed') return [unknown(id, `mail to ${leaveAddress}`, active)];
  const deployed = valueOf(stack);
  const needed = domain.ruleSet ?? (stands(deployed) ? deployed.outputs['LeaveRules'] : undefined);
  const activate = (name: string) => `\`aws ses set-active-receipt-rule-set --rule-set-name ${name}\``;
  if (needed === undefined) {
    return active.value === undefined
      ? [ok(id, `mail to ${leaveAddress}: the deploy makes the rule set that receives it`)]
      : [advice(id, `mail to ${leaveAddress}: the account's active rule set is ${active.value}, and only one can be active`, `write \`domain: { ruleSet: ${active.value} }\`, so that the rule is put into it`)];
  }
  if (active.value === needed) return [ok(id, `mail to ${leaveAddress}: its rule set ${needed} is active`)];
  if (active.value === undefined) return [todo(id, `mail to ${leaveAddress} is not received: no rule set is active`, activate(needed))];
  return [todo(id, `mail to ${leaveAddress} is not received: the active rule set is ${active.value}, not ${needed}`, `write \`domain: { ruleSet: ${active.value} }\` and deploy, or ${activate(needed)}, which ends the other`)];
}

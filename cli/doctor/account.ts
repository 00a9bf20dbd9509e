/** The AWS account: who asks, whether the CDK can deploy, whether SES sends. Pure. */
import { advice, type Check, ok, todo, unknown } from './check.ts';
import type { Account, Sending } from './facts.ts';
import { number } from './number.ts';

export function accountChecks({ caller, toolkit, sending }: Account, region: string | undefined): Check[] {
  return [callerCheck(caller), toolkitCheck(toolkit, region), ...(sending.kind === 'found' ? sendingChecks(sending.value) : [unknown('ses.account', 'SES', sending)])];
}

function callerCheck(caller: Account['caller']): Check {
  if (caller.kind === 'found') return ok('aws.credentials', `account ${caller.value.account}, as ${caller.value.arn.split(':').at(-1)}`);
  if (caller.reason === 'no-credentials') return todo('aws.credentials', 'no AWS credentials', 'log in as for the aws command (`aws sso login`), or set AWS_PROFILE', /^(Could not load credentials|$)/.test(caller.detail) ? [] : [caller.detail]);
  if (caller.reason === 'refused-credentials') return todo('aws.credentials', `AWS does not take the credentials (${caller.detail})`, 'log in again (`aws sso login`), or check AWS_PROFILE, the region and this machine’s clock');
  return unknown('aws.credentials', 'account', caller);
}

function toolkitCheck(toolkit: Account['toolkit'], region: string | undefined): Check {
  if (toolkit.kind === 'failed') return unknown('aws.bootstrap', 'CDK bootstrap', toolkit);
  if (!toolkit.value) return todo('aws.bootstrap', `the CDK has not been bootstrapped in ${region ?? 'this region'}`, '`npx cdk bootstrap`, once for the account and region');
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(toolkit.value.status)
    ? ok('aws.bootstrap', 'CDK bootstrapped')
    : todo('aws.bootstrap', `the CDK's bootstrap stack CDKToolkit is ${toolkit.value.status}`, '`npx cdk bootstrap` again');
}

function sendingChecks({ production, enabled, enforcement, perDay, perSecond, sentToday, suppresses, plan }: Sending): Check[] {
  const missing = ['BOUNCE', 'COMPLAINT'].filter((reason) => !suppresses.includes(reason));
  return [
    production
      ? ok('ses.sandbox', 'SES: production access')
      : todo('ses.sandbox', 'SES: in the sandbox, so only to addresses that you have verified', 'ask for production access: https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html'),
    ok('ses.quota', `SES: ${number(perDay)} mails in 24 hours (${number(sentToday)} used), ${number(perSecond)} a second`),
    ...enforcementChecks(enabled, enforcement),
    missing.length === 0
      ? ok('ses.suppression', 'SES: who bounced or complained is kept on the suppression list')
      : advice('ses.suppression', `SES: the account's suppression list leaves out ${missing.map((reason) => `${reason.toLowerCase()}s`).join(' and ')} (the newsletter's own mail is held to both)`, '`aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT`, for other mail of the account'),
    ...(plan === 'NONE' ? [] : [advice('ses.plan', `SES: the account is on the price plan ${plan}, of which the newsletter uses nothing; without it a mail costs less`, '`aws sesv2 put-account-pricing-attributes --plan NONE`, unless other mail of the account needs it')]),
  ];
}

/** What of the account's sending SES or the operator has stopped. */
function enforcementChecks(enabled: boolean, enforcement: string): Check[] {
  if (enforcement === 'SHUTDOWN') return [todo('ses.enforcement', 'SES: AWS has stopped the sending of this account', 'answer the case that AWS has opened for it, in its Support Center')];
  const review = enforcement === 'PROBATION' ? [todo('ses.enforcement', 'SES: AWS has put the account under review', 'mend what its case in the Support Center names, mostly bounces or complaints')] : [];
  return enabled ? review : [...review, todo('ses.enabled', 'SES: sending is switched off in this region', '`aws sesv2 put-account-sending-attributes --sending-enabled`')];
}

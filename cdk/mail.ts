import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { ConfigurationSet, EmailIdentity, Identity, MailFromBehaviorOnMxFailure, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { type DnsRecord, publish } from './records.ts';

/** The sender's domain at SES with its DNS, and how mail of this newsletter is sent. */
export class Mail extends Construct {
  private readonly from: string;
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { from, domain }: Pick<Config, 'from' | 'domain'>) {
    super(scope, id);
    this.from = from.address;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // SES drops mail to who bounced or complained before, whatever the roster says.
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    // An account has one identity for a domain: where there is one, it and its DNS are somebody else's.
    if (domain.mailFrom === undefined) return;
    const sender = from.address.slice(from.address.lastIndexOf('@') + 1);
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(sender),
      mailFromDomain: domain.mailFrom,
      // Until its records are there, mail goes out by SES's own: less well aligned, but on time.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
    });
    const { region } = Stack.of(this);
    publish(this, domain.zone, [
      ...identity.dkimRecords.map(({ name, value }, n): DnsRecord => ({ id: `Dkim${n + 1}`, name, type: 'CNAME', value, what: `Signs mail of ${sender}` })),
      { id: 'MailFromMx', name: domain.mailFrom, type: 'MX', value: `10 feedback-smtp.${region}.amazonses.com`, what: 'Takes bounces back to SES' },
      { id: 'MailFromSpf', name: domain.mailFrom, type: 'TXT', value: '"v=spf1 include:amazonses.com ~all"', what: 'Lets SES send for it (SPF)' },
      ...(domain.dmarc === 'existing' ? [] : [{ id: 'Dmarc', name: `_dmarc.${sender}`, type: 'TXT', value: `"v=DMARC1; p=${domain.dmarc}"`, what: 'What is to become of mail that only claims to be yours' } as const]),
    ]);
  }

  get configurationSetName(): string {
    return this.configurationSet.configurationSetName;
  }

  /** Lets the function send as the newsletter's sender. */
  grantSend(lambda: Lambda): void {
    lambda.addEnvironment('CONFIGURATION_SET', this.configurationSetName);
    const arn = (resource: string, resourceName: string) => Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        // Any identity: while the account is in the sandbox SES asks for the
        // right on the recipient's as well. The address is what limits it.
        resources: [arn('identity', '*'), arn('configuration-set', this.configurationSetName)],
        conditions: { StringEquals: { 'ses:FromAddress': this.from } },
      }),
    );
    Validations.of(lambda.role!).acknowledge({ id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]', reason: 'In SES’s sandbox the right is asked for on the recipient’s identity as well; the condition on the sender’s address is what limits it.' });
  }

  /** Lets the function ask for the account's quota, which is a right on no resource. */
  grantQuota(lambda: Lambda): void {
    lambda.addToRolePolicy(new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }));
    Validations.of(lambda.role!).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'SES knows the quota of an account only, and no resource to ask it of.' });
  }
}

import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { ConfigurationSet, EmailIdentity, Identity, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';

/** The sender's domain at SES, and how mail of this newsletter is sent. */
export class Mail extends Construct {
  readonly identity: EmailIdentity;
  readonly domain: string;
  private readonly from: string;
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { from }: Pick<Config, 'from'>) {
    super(scope, id);
    this.from = from.address;
    this.domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // SES drops mail to who bounced or complained before, whatever the roster says.
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(this.domain) });
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
  }

  /** Lets the function ask for the account's quota, which is a right on no resource. */
  grantQuota(lambda: Lambda): void {
    lambda.addToRolePolicy(new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }));
  }
}

/**
 * What the operator's command asks of an AWS account (`dawnpost doctor`); no
 * function needs it. Every question rejects with the SDK's error, also where a
 * right is missing; what is not there is undefined.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describeStack } from './stack.ts';
import { awsWiring } from './wiring.ts';

/** A person waits: two tries, and no long silence. */
const patience = { maxAttempts: 2, requestHandler: { connectionTimeout: 3000, requestTimeout: 6000, throwOnRequestTimeout: true } };

/** Region and credentials come from where the AWS command line has them, and are looked up once. */
export function awsAccount() {
  const sts = new STSClient(patience);
  const { region, credentials } = sts.config;
  const shared = { ...patience, region, credentials };
  const [cloudFormation, ses, sesV2] = [new CloudFormationClient(shared), new SESClient(shared), new SESv2Client(shared)];
  const wiring = awsWiring(shared, sesV2);

  return {
    ...wiring,
    region: async () => await region(),
    credentials: async () => void (await credentials()),

    async caller(abortSignal: AbortSignal) {
      const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
      return { account: Account, arn: Arn };
    },

    stack: (name: string, abortSignal: AbortSignal) => describeStack(cloudFormation, name, abortSignal),

    async sending(abortSignal: AbortSignal) {
      const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus, SendQuota, SuppressionAttributes, PricingAttributes } = await sesV2.send(new GetAccountCommand({}), { abortSignal });
      const { Max24HourSend = 0, SentLast24Hours = 0, MaxSendRate = 0 } = SendQuota ?? {};
      return {
        production: ProductionAccessEnabled === true,
        enabled: SendingEnabled === true,
        enforcement: EnforcementStatus ?? 'HEALTHY',
        // -1 where there is no limit.
        perDay: Max24HourSend < 0 ? Infinity : Max24HourSend,
        perSecond: MaxSendRate < 0 ? Infinity : MaxSendRate,
        sentToday: SentLast24Hours,
        suppresses: SuppressionAttributes?.SuppressedReasons ?? [],
        plan: PricingAttributes?.CurrentPlan ?? 'NONE',
      };
    },

    async identity(domain: string, abortSignal: AbortSignal) {
      try {
        const { VerifiedForSendingStatus, DkimAttributes, MailFromAttributes } = await sesV2.send(new GetEmailIdentityCommand({ EmailIdentity: domain }), { abortSignal });
        const { Status, SigningEnabled, Tokens, SigningHostedZone } = DkimAttributes ?? {};
        const { MailFromDomain, MailFromDomainStatus } = MailFromAttributes ?? {};
        return {
          domain,
          verified: VerifiedForSendingStatus === true,
          dkim: { status: Status ?? 'NOT_STARTED', signs: SigningEnabled === true, tokens: Tokens ?? [], zone: SigningHostedZone ?? 'dkim.amazonses.com' },
          ...(MailFromDomain && { mailFrom: { domain: MailFromDomain, status: MailFromDomainStatus ?? 'PENDING' } }),
        };
      } catch (error) {
        if (error instanceof Error && error.name === 'NotFoundException') return undefined;
        throw error;
      }
    },

    /** The name of the rule set by which SES receives mail in this region. */
    async activeRuleSet(abortSignal: AbortSignal) {
      return (await ses.send(new DescribeActiveReceiptRuleSetCommand({}), { abortSignal })).Metadata?.Name;
    },

    close() {
      for (const client of [sts, cloudFormation, ses, sesV2]) client.destroy();
      wiring.close();
    },
  };
}

import { randomUUID } from 'node:crypto';
import config from 'dawnpost:config';
import { awsStore, variable } from '../aws.ts';
import { withoutAddresses } from '../aws/guarded.ts';
import { jsonLog } from '../aws/log.ts';
import { feedback, leaveByMail } from './feedback.ts';

const ports = { store: awsStore(), log: jsonLog, clock: () => new Date(), nonce: randomUUID };
const topic = variable('TOPIC_ARN');

/** As SNS hands messages to a function (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html), or SES a mail that it received (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html). */
interface Event {
  readonly Records: readonly (
    | { readonly Sns: { readonly TopicArn: string; readonly Message: string } }
    | { readonly ses: { readonly mail: { readonly commonHeaders: { readonly subject?: string } } } }
  )[];
}

/** Started by the topic that SES publishes to, and by mails to the address that one leaves by. Only these may invoke it; what names another topic is not listened to. */
export const handler = withoutAddresses(async ({ Records }: Event): Promise<void> => {
  for (const record of Records) {
    if ('ses' in record) await leaveByMail(ports, record.ses.mail.commonHeaders.subject ?? '');
    else await feedback(ports, config, topic, { topic: record.Sns.TopicArn, text: record.Sns.Message });
  }
});

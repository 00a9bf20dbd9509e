/** Events as AWS's services hand them to functions, with all the fields that their documentation shows. */
import { createHash, randomUUID } from 'node:crypto';
import type { Message } from '@aws-sdk/client-sqs';
import { testRegion } from '../emulator.ts';

const account = '123456789012';

export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsRecord({ MessageId, ReceiptHandle, Body = '', Attributes = {}, MessageAttributes = {}, MD5OfBody }: Message, queue: string): SqsRecord {
  const attribute = (name: keyof typeof Attributes): string => Attributes[name] ?? '';
  return {
    messageId: MessageId!,
    receiptHandle: ReceiptHandle!,
    body: Body,
    attributes: {
      ApproximateReceiveCount: attribute('ApproximateReceiveCount'),
      SentTimestamp: attribute('SentTimestamp'),
      SenderId: attribute('SenderId'),
      ApproximateFirstReceiveTimestamp: attribute('ApproximateFirstReceiveTimestamp'),
    },
    messageAttributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue, DataType }]) => [name, { stringValue: StringValue, stringListValues: [], binaryListValues: [], dataType: DataType }])),
    md5OfBody: MD5OfBody ?? createHash('md5').update(Body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queue,
    awsRegion: testRegion,
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function snsEvent({ topic, subscription, message, at }: { readonly topic: string; readonly subscription: string; readonly message: unknown; readonly at: Date }) {
  const host = `https://sns.${testRegion}.amazonaws.com`;
  const Sns = {
    SignatureVersion: '1',
    Timestamp: at.toISOString(),
    Signature: Buffer.from('not looked at by a function, whose invoker is known').toString('base64'),
    SigningCertUrl: `${host}/SimpleNotificationService-0000000000000000000000.pem`,
    MessageId: randomUUID(),
    Message: JSON.stringify(message),
    MessageAttributes: {},
    Type: 'Notification',
    UnsubscribeUrl: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
    TopicArn: topic,
    Subject: 'Amazon SES Email Event Notification',
  };
  return { Records: [{ EventVersion: '1.0', EventSubscriptionArn: subscription, EventSource: 'aws:sns', Sns }] };
}

interface Sent {
  /** SES's id of the mail. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
}

/** What SES tells of every mail, in both forms. */
const mailOf = ({ messageId, from, to, at }: Sent) => ({
  timestamp: at.toISOString(),
  messageId,
  source: from,
  sourceArn: `arn:aws:ses:${testRegion}:${account}:identity/${from.split('@')[1]}`,
  sendingAccountId: account,
  destination: [to],
  headersTruncated: false,
  headers: [{ name: 'From', value: from }, { name: 'To', value: to }, { name: 'MIME-Version', value: '1.0' }],
  commonHeaders: { from: [from], to: [to], messageId },
});

/** A permanent bounce as event publishing tells of it (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html). */
export const publishedBounce = (sent: Sent, configurationSet: string, heard: Date) => ({
  eventType: 'Bounce',
  bounce: {
    feedbackId: randomUUID(),
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: sent.to, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
    timestamp: heard.toISOString(),
    reportingMTA: 'dns; mta.example.org',
  },
  mail: { ...mailOf(sent), tags: { 'ses:configuration-set': [configurationSet], 'ses:source-ip': ['192.0.2.0'], 'ses:from-domain': [sent.from.split('@')[1]] } },
});

/** A complaint as a notification of the identity tells of it (https://docs.aws.amazon.com/ses/latest/dg/notification-examples.html). */
export const notifiedComplaint = (sent: Sent, heard: Date) => ({
  notificationType: 'Complaint',
  complaint: {
    userAgent: 'ExampleCorp Feedback Loop (V0.01)',
    complainedRecipients: [{ emailAddress: sent.to }],
    complaintFeedbackType: 'abuse',
    arrivalDate: heard.toISOString(),
    timestamp: heard.toISOString(),
    feedbackId: randomUUID(),
  },
  mail: mailOf(sent),
});

/** A mail that SES has received (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html). */
export function receivedMail({ from, to, subject, at, target }: { readonly from: string; readonly to: string; readonly subject: string; readonly at: Date; readonly target: string }) {
  const pass = { status: 'PASS' };
  const messageId = randomUUID().replaceAll('-', '');
  const headers = [{ name: 'Return-Path', value: `<${from}>` }, { name: 'From', value: from }, { name: 'To', value: to }, { name: 'Subject', value: subject }];
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: { timestamp: at.toISOString(), source: from, messageId, destination: [to], headersTruncated: false, headers, commonHeaders: { returnPath: from, from: [from], to: [to], date: at.toUTCString(), messageId: `<${messageId}@example.org>`, subject } },
          receipt: {
            timestamp: at.toISOString(),
            processingTimeMillis: 100,
            recipients: [to],
            spamVerdict: pass,
            virusVerdict: pass,
            spfVerdict: pass,
            dkimVerdict: pass,
            dmarcVerdict: pass,
            action: { type: 'Lambda', functionArn: target, invocationType: 'Event' },
          },
        },
      },
    ],
  };
}

import { randomUUID } from 'node:crypto';
import config from 'dawnpost:config';
import { awsStore, jsonLog, variable } from '../aws.ts';
import { feedback } from './feedback.ts';

const ports = { store: awsStore(), log: jsonLog, clock: () => new Date(), nonce: randomUUID };
const topic = variable('TOPIC_ARN');

/** As SNS hands messages to a function (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html). */
interface SnsEvent {
  readonly Records: readonly { readonly Sns: { readonly TopicArn: string; readonly Message: string } }[];
}

/** Started by the topic that SES publishes to. Only that topic may invoke it; what names another is not listened to. */
export async function handler({ Records }: SnsEvent): Promise<void> {
  for (const { Sns } of Records) await feedback(ports, config, topic, { topic: Sns.TopicArn, text: Sns.Message });
}

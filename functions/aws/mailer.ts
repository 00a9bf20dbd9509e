import { setTimeout as sleep } from 'node:timers/promises';
import { GetSendQuotaCommand, type GetSendQuotaResponse, type SESClient } from '@aws-sdk/client-ses';
import type { Mailer, Quota } from '../ports.ts';
import { rawEmailCommand } from './raw-email.ts';
import { type SendError, submissionOf } from './submission.ts';

/** Milliseconds without a request after which pooled connections are not trusted any more. */
const idleLimit = 5000;
const quotaTries = 8;

/**
 * The Mailer on SES, by SendRawEmail with the envelope given apart from the
 * message (https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html),
 * so that no header decides who gets it.
 *
 * `client` must make one attempt only (`maxAttempts: 1`): rejects otherwise.
 * `quota` rejects with the SDK's error if SES does not answer in some tries; an
 * answer is given again for `quotaGoodForMs`.
 */
export function sesMailer(client: SESClient, options: { readonly configurationSet?: string; readonly quotaGoodForMs?: number } = {}): Mailer {
  const { configurationSet, quotaGoodForMs = 0 } = options;
  let underWay = 0;
  let lastUse = Date.now();

  async function request<T>(send: () => Promise<T>): Promise<T> {
    // A Lambda is frozen between invocations and does not see how the other end
    // closes its connections. A message written to such a connection is lost
    // for certain, yet the error is the one of a lost answer.
    if (underWay === 0 && Date.now() - lastUse > idleLimit) client.config.requestHandler.destroy?.();
    underWay++;
    try {
      return await send();
    } finally {
      underWay--;
      lastUse = Date.now();
    }
  }

  async function askQuota(): Promise<Quota> {
    // GetSendQuota takes one call a second for the whole account, and every worker asks.
    for (let tries = 1; ; tries++) {
      try {
        return toQuota(await request(() => client.send(new GetSendQuotaCommand({}))));
      } catch (error) {
        if (tries === quotaTries || !mayPass(error as SendError)) throw error;
        await sleep(Math.random() * Math.min(4000, 250 * 2 ** tries));
      }
    }
  }

  let asked: { readonly quota: Quota; readonly at: number } | undefined;
  return {
    async quota() {
      if (!asked || Date.now() - asked.at >= quotaGoodForMs) asked = { quota: await askQuota(), at: Date.now() };
      return asked.quota;
    },
    async send(mail) {
      if ((await client.config.maxAttempts()) !== 1) throw new Error('the SES client must make one attempt: maxAttempts: 1');
      const command = rawEmailCommand(
        { Source: mail.from, Destinations: [mail.to], ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }) },
        mail.pieces,
      );
      try {
        const { MessageId } = await request(() => client.send(command));
        return MessageId === undefined
          ? { kind: 'uncertain', reason: 'SES answered without a message id' }
          : { kind: 'submitted', messageId: MessageId };
      } catch (error) {
        return submissionOf(error as SendError, mail);
      }
    },
  };
}

/** Max24HourSend is -1 where the account has no daily limit. */
function toQuota({ Max24HourSend = 0, SentLast24Hours = 0, MaxSendRate = 0 }: GetSendQuotaResponse): Quota {
  const perDay = Max24HourSend < 0 ? Infinity : Max24HourSend;
  return {
    perSecond: MaxSendRate < 0 ? Infinity : MaxSendRate,
    perDay,
    remainingToday: Math.max(0, perDay - SentLast24Hours),
  };
}

/** A question may be asked again, other than a message sent again: also when the answer was lost. */
function mayPass({ name = '', message = '', $metadata }: SendError): boolean {
  const status = $metadata?.httpStatusCode;
  return status === undefined ? name !== 'CredentialsProviderError' : status >= 500 || status === 429 || /throttl/i.test(name) || /rate exceeded/i.test(message);
}

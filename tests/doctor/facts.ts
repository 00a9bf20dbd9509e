/** What the doctor finds where all is well, for tests that change one thing of it. */
import { found } from '../../cli/doctor/answer.ts';
import type { Facts } from '../../cli/doctor/facts.ts';
import { parseConfigText } from '../../functions/config-file.ts';
import type { Config } from '../../functions/config.ts';
import { configPrint } from '../../functions/config-print.ts';

export const domain = 'news.morning.test';

/** A newsletter of that sender, with these lines more. */
export function configOf(more = ''): Config {
  const loaded = parseConfigText(`name: Morning\nfrom: Morning <digest@${domain}>\npostalAddress: 2 High Street, London\nstack: Morning\nsections: [{ title: All, feeds: [{ url: "https://feeds.morning.test/rss" }] }]\n${more}`, 'newsletter.yaml');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}

export const denied = (permission: string) => ({ kind: 'failed', reason: 'denied', detail: '', permission }) as const;
export const silent = { kind: 'failed', reason: 'no-answer', detail: 'ETIMEDOUT', permission: '' } as const;

export const wellIdentity = {
  domain,
  verified: true,
  dkim: { status: 'SUCCESS', signs: true, tokens: ['one', 'two'], zone: 'dkim.amazonses.com' },
  mailFrom: { domain: `bounce.${domain}`, status: 'SUCCESS' },
};
export const wellSending = { production: true, enabled: true, enforcement: 'HEALTHY', perDay: 50_000, perSecond: 14, sentToday: 0, suppresses: ['BOUNCE', 'COMPLAINT'], plan: 'NONE' };

/** A newsletter that stands, with nothing to do. */
export function wellFacts(config = configOf('alerts: me@morning.test\n')): Facts & { readonly deployed: NonNullable<Facts['deployed']> } {
  const lambda = { protocol: 'lambda', endpoint: 'arn:feedback', confirmed: true };
  return {
    now: new Date('2026-03-02T12:00:00Z'),
    config,
    stackName: 'Morning',
    machine: { node: '20.20.2', nodeWanted: '>=20.19', region: found('eu-west-1'), env: { AWS_REGION: 'eu-west-1' } },
    account: {
      caller: found({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/me' }),
      toolkit: found({ status: 'CREATE_COMPLETE', reason: '', outputs: {} }),
      sending: found(wellSending),
      identity: found(wellIdentity),
      stack: found({ status: 'UPDATE_COMPLETE', reason: '', outputs: { Config: configPrint(config), FeedbackTopic: 'arn:topic' } }),
    },
    dns: {
      dmarc: found({ at: `_dmarc.${domain}`, inherited: false, texts: ['v=DMARC1; p=none'] }),
      mailFrom: { domain: `bounce.${domain}`, mx: found(['feedback-smtp.eu-west-1.amazonses.com']), texts: found(['v=spf1 include:amazonses.com ~all']) },
      dkim: found([true, true]),
    },
    deployed: {
      eventDestinations: found([{ enabled: true, events: ['BOUNCE', 'COMPLAINT'], topic: 'arn:topic' }]),
      feedback: found([lambda]),
      alerts: found([{ protocol: 'email', endpoint: 'me@morning.test', confirmed: true }]),
      alarms: found([{ name: 'Morning-Late', description: 'docs/runbook.md#late', state: 'OK', metrics: 1 }]),
      undelivered: found(0),
      failures: found(0),
      pages: found({ url: 'https://pages.morning.test/subscribe', status: 200 }),
      delivery: found(undefined),
      readers: found(1234),
    },
  };
}

/** A check in one line, as tests compare it. */
export const said = ({ status, text }: { readonly status: string; readonly text: string }): string => `${status}: ${text}`;

/** Buttondown's export. It says `email` and `subscriber_type`, or since 2024 `email_address` and `type` (docs.buttondown.com/api-subscribers-type). */
import type { SubscriberState } from '../../functions/model/subscriber.ts';
import { type RefusalReason, refused } from './row.ts';
import type { Service } from './services.ts';

/** What its types mean for a newsletter that costs nothing. Who pays, has paid or was given it is a subscriber like others. */
const types: Readonly<Record<string, SubscriberState | RefusalReason>> = {
  regular: 'active',
  premium: 'active',
  gifted: 'active',
  trialed: 'active',
  unpaid: 'active',
  churning: 'active',
  churned: 'active',
  past_due: 'active',
  // From paying; the mails go on.
  paused: 'active',
  unactivated: 'not-confirmed',
  unsubscribed: 'unsubscribed',
  removed: 'unsubscribed',
  disabled: 'unsubscribed',
  undeliverable: 'bounced',
  // Until July 2025, undeliverable ones of a kind.
  malformed: 'bounced',
  spammy: 'bounced',
  complained: 'complained',
  blocked: 'blocked',
  disposable: 'blocked',
};

export const buttondown: Service = {
  title: 'Buttondown',
  detects: (has) => has('creation_date') && (has('subscriber_type') || has('type')),
  read(row) {
    const type = (row.text('subscriber_type') || row.text('type')).toLowerCase();
    const means = Object.hasOwn(types, type) ? types[type] : undefined;
    if (means === undefined) return refused('unknown-state', `type “${type}”`);
    if (means === 'not-confirmed' || means === 'blocked') return refused(means);
    const joined = row.time('creation_date');
    const common = { kind: 'told', state: means as SubscriberState, joined, ip: row.text('ip_address') } as const;
    if (means === 'active') return { ...common, since: joined };
    if (means === 'bounced') return { ...common, since: row.time('undeliverability_date'), reason: row.text('undeliverability_reason') };
    return { ...common, since: row.time('unsubscription_date') };
  },
};

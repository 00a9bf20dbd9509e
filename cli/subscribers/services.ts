/**
 * The services whose exports can be read, by the columns of their files. What
 * is said here of columns and states is as their documentation, their source
 * (listmonk: cmd/subscribers.go) or real exports have it. Pure.
 */
import type { SubscriberState } from '../../functions/model/subscriber.ts';
import { buttondown } from './buttondown.ts';
import { dawnpost } from './dawnpost.ts';
import { plain } from './plain.ts';
import { isYes, type RefusalReason, refused, type Row, type Said } from './row.ts';

export interface Service {
  /** As in `imported from Mailchimp`. */
  readonly title: string;
  /** Whether columns of these names are an export of it. */
  detects(has: (...columns: readonly string[]) => boolean): boolean;
  /** Names of the address's column, before those that any file may have. */
  readonly address?: readonly string[];
  read(row: Row): Said;
  /** What the operator is to know of such a file. */
  note?(has: (...columns: readonly string[]) => boolean): string | undefined;
}

/** Its ZIP holds a file for each of subscribed, unsubscribed, cleaned (bounced) and nonsubscribed (customers who never asked for mail). */
const mailchimp: Service = {
  title: 'Mailchimp',
  address: ['email_address'],
  detects: (has) => has('optin_time') && (has('member_rating') || has('leid') || has('euid') || has('last_changed') || has('unsub_time') || has('clean_time')),
  read(row) {
    const state = mailchimpState(row);
    if (state === 'never-subscribed') return refused(state);
    const [joined, confirmed] = [row.time('optin_time', 'confirm_time'), row.time('confirm_time')];
    const since = state === 'active' ? (confirmed ?? joined) : row.time(state === 'bounced' ? 'clean_time' : 'unsub_time');
    return { kind: 'told', state, since, joined, confirmed, ip: row.text('optin_ip') || row.text('confirm_ip') };
  },
};

/** By the row, else by the name of the file, else by its columns: a file of those who are gone has one for when they went. */
function mailchimpState(row: Row): SubscriberState | Extract<RefusalReason, 'never-subscribed'> {
  const [, file] = /(?:^|[^a-z])(nonsubscribed|unsubscribed|subscribed|cleaned)_/.exec(row.file.toLowerCase()) ?? [];
  if (file === 'nonsubscribed') return 'never-subscribed';
  if (file === 'unsubscribed' || row.text('unsub_time') !== '') return 'unsubscribed';
  if (file === 'cleaned' || row.text('clean_time') !== '') return 'bounced';
  if (file === 'subscribed') return 'active';
  return row.has('unsub_time') ? 'unsubscribed' : row.has('clean_time') ? 'bounced' : 'active';
}

const substack: Service = {
  title: 'Substack',
  detects: (has) => has('active_subscription', 'email_disabled'),
  read(row) {
    const joined = row.time('created_at');
    // Of a disabled address the file does not say whether the reader or a bounce disabled it.
    return isYes(row.text('email_disabled')) ? { kind: 'told', state: 'unsubscribed', joined } : { kind: 'told', state: 'active', since: joined, joined };
  },
};

/** `disabled` and `blocklisted` get no mail; who was blocklisted by a bounce or a complaint, the file does not say. */
const listmonk: Service = {
  title: 'listmonk',
  detects: (has) => has('uuid', 'status') && (has('attributes') || has('attribs') || has('updated_at')),
  read(row) {
    const [status, subscription] = [row.text('status').toLowerCase(), row.text('subscription_status').toLowerCase()];
    const joined = row.time('created_at');
    if (!['enabled', 'disabled', 'blocklisted', 'blacklisted'].includes(status)) return refused('unknown-state', `status “${status}”`);
    if (status !== 'enabled' || subscription === 'unsubscribed') return { kind: 'told', state: 'unsubscribed', since: row.time('updated_at'), joined };
    if (subscription === 'unconfirmed') return refused('not-confirmed');
    if (subscription !== '' && subscription !== 'confirmed') return refused('unknown-state', `subscription_status “${subscription}”`);
    return { kind: 'told', state: 'active', since: joined, joined };
  },
  note: (has) =>
    has('subscription_status') ? undefined : 'a file of listmonk does not say who has confirmed: of a list with double opt-in, export those whose subscription is confirmed',
};

/** In the order in which they are tried. */
export const services = { dawnpost, mailchimp, listmonk, substack, buttondown, plain } satisfies Readonly<Record<string, Service>>;
export type ServiceName = keyof typeof services;
export const serviceNames = Object.keys(services) as ServiceName[];

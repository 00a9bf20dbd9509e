import { createHash, timingSafeEqual } from 'node:crypto';

/** One address and its state. */
export interface Subscriber {
  /** As the reader gave it; mail goes here. */
  readonly address: string;
  readonly state: SubscriberState;
  /** Random, in every link of the reader's mails: who has it may end the subscription. */
  readonly token: string;
  /** ISO time of the last change of state. */
  readonly since: string;
}

export type SubscriberState = 'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained';

/** The subscribers of one shard, stored at `subscribers/<shard>.json`. */
export interface Roster {
  readonly version: 1;
  readonly nonce: string;
  /** By subscriber id. */
  readonly subscribers: Readonly<Record<string, Subscriber>>;
}

/**
 * Who an address is: 32 hex digits of its SHA-256, compared without regard to
 * case (no provider of note tells mailboxes apart by case).
 */
export function subscriberId(address: string): string {
  return createHash('sha256').update(address.trim().toLowerCase()).digest('hex').slice(0, 32);
}

/** The shard of a subscriber: the first two hex digits of the id, so 256 shards. */
export const shardOfId = (id: string): string => id.slice(0, 2);

/** Whether `given` is the subscriber's token, in a time that does not tell how much of it was right. */
export function tokenMatches(subscriber: Subscriber, given: string): boolean {
  const [a, b] = [subscriber.token, given].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}

/** The link that ends a subscription; GET shows a page, POST acts (RFC 8058). */
export function unsubscribeUrl(baseUrl: string, id: string, token: string): string {
  return `${baseUrl}/unsubscribe/${id}/${token}`;
}

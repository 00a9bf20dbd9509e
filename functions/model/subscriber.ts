import { createHash, timingSafeEqual } from 'node:crypto';

/** One address and its state. */
export interface Subscriber {
  /** As the reader gave it; mail goes here. */
  readonly address: string;
  readonly state: SubscriberState;
  /** Random, in every link of the reader's mails: who has it may end the subscription and change it. */
  readonly token: string;
  /** ISO time of the last change of state. */
  readonly since: string;
  /** Why mail may be sent here; subscribers of before there were proofs have none. */
  readonly consent?: Consent;
  readonly choice?: Choice;
  /** Mails in a row that came back for now, oldest first. */
  readonly softBounces?: readonly SoftBounce[];
  /** The id of the address that took the place of this one, or that this one took the place of. */
  readonly movedTo?: string;
  readonly movedFrom?: string;
  /** What the receiving server said, where mail was stopped by a bounce. */
  readonly reason?: string;
}

/**
 * Who has asked to join and not confirmed yet is no subscriber, but a wish
 * (model/wish.ts).
 *
 * - `active`: gets every issue of their choice
 * - `unsubscribed`: has left
 * - `bounced`: the address takes no mail
 * - `complained`: called a mail spam
 */
export const subscriberStates = ['active', 'unsubscribed', 'bounced', 'complained'] as const;
export type SubscriberState = (typeof subscriberStates)[number];

/** The proof of consent (GDPR article 7(1)): what was agreed to, when and where. */
export interface Consent {
  /** ISO time at which they asked. */
  readonly at: string;
  /** The words they agreed to, as they stood there. */
  readonly text: string;
  /** Where it was given, such as the page and the IP address. */
  readonly source: string;
  /** ISO time at which they confirmed it from their mailbox. */
  readonly confirmed?: string;
}

/** What a reader wants of the newsletter; where nothing is said, all of it every day. */
export interface Choice {
  /** Titles of the sections they do without: a section that is new, they get. */
  readonly without?: readonly string[];
  /** One mail a week in place of one a day. */
  readonly every?: 'week';
  /** ISO time until which they get nothing. */
  readonly pausedUntil?: string;
}

/** A mail that came back for now, such as from a full mailbox. */
export interface SoftBounce {
  /** SES's id of the mail. */
  readonly messageId: string;
  /** ISO time at which the mail was sent. */
  readonly sent: string;
}

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

/** Whether `given` is that token, in a time that does not tell how much of it was right. */
export function tokenMatches(token: string, given: string): boolean {
  const [a, b] = [token, given].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}

/** The link that ends a subscription; GET shows a page, POST acts (RFC 8058). */
export const unsubscribeUrl = (baseUrl: string, id: string, token: string): string => `${baseUrl}/unsubscribe/${id}/${token}`;

/** The link that confirms a wish to join; only the POST of its page acts. */
export const confirmUrl = (baseUrl: string, id: string, token: string): string => `${baseUrl}/confirm/${id}/${token}`;

/** The link to what a reader can change about their subscription. */
export const manageUrl = (baseUrl: string, id: string, token: string): string => `${baseUrl}/manage/${id}/${token}`;

/**
 * What a run needs of the world. The stages know these interfaces only; AWS
 * (`aws.ts`) and the local stack (`cli/local`) implement them, and one set of
 * contract tests holds both to the promises written here.
 */
import type { Fetched, Validators } from './model/feed.ts';

/** A stored object: its text and the tag that names this version of it. */
export interface Stored {
  readonly body: string;
  readonly etag: string;
}

/** A key, and the tag that names the version that is stored. */
export interface Tagged {
  readonly key: string;
  readonly etag: string;
}

/**
 * Objects by key, strongly consistent: a read that starts after a write ended
 * sees it. Keys are slash-separated paths of `[a-z0-9._-]` segments.
 */
export interface Store {
  /** The object, or undefined where there is none. */
  get(key: string): Promise<Stored | undefined>;
  /** As `get`, but without the text if the version is still `etag`: for who reads an object again and again. */
  getIfChanged(key: string, etag: string): Promise<Stored | 'unchanged' | undefined>;
  /**
   * Writes the object if there is none of that key (If-None-Match: *). Of many
   * concurrent writers exactly one gets `created`. The body should differ
   * between writers (a nonce), so that a lost answer can be told from a lost race.
   */
  create(key: string, body: string, contentType?: string): Promise<Created>;
  /** Writes the object if its version is still `etag` (If-Match). */
  replace(key: string, body: string, etag: string): Promise<Replaced>;
  /** The keys with that prefix, in UTF-8 order, from after `after` on. */
  list(prefix: string, after?: string): AsyncIterable<string>;
  /** As `list`, with the tag of each, as `get` gives it: for who keeps a copy of many objects. */
  listTagged(prefix: string, after?: string): AsyncIterable<Tagged>;
  /**
   * Takes away for good every version of the object but the present one, where
   * the store keeps any. To forget what an object held, write it without, then
   * call this: a version that becomes old after that does not hold it any more.
   * Rejects where one could not be taken away; may be called again.
   */
  forgetPast(key: string): Promise<void>;
}
export type Created = { readonly kind: 'created'; readonly etag: string } | { readonly kind: 'exists' };
export type Replaced = { readonly kind: 'replaced'; readonly etag: string } | { readonly kind: 'conflict' };

/** One message, ready for the wire. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  /** The MIME message, CRLF line ends (RFC 5322), in pieces: most are the same for all mails of an issue, and none is copied before it is sent. */
  readonly pieces: readonly Uint8Array[];
}

/** What became of one submission. */
export type Submission =
  | { readonly kind: 'submitted'; readonly messageId: string }
  /** Refused for good: this address or message; `reason` is the provider's word. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** Too fast: not accepted, try again in a moment. */
  | { readonly kind: 'throttled'; readonly reason: string }
  /** The account can't send now (day's quota, sending paused): not accepted, no use trying on. */
  | { readonly kind: 'halted'; readonly reason: string }
  /** No answer: it may have been accepted. */
  | { readonly kind: 'uncertain'; readonly reason: string };

/** Messages a second and in 24 hours; Infinity where there is no limit. */
export interface Quota {
  readonly perSecond: number;
  readonly perDay: number;
  /** Of `perDay`, what the last 24 hours have left. */
  readonly remainingToday: number;
}

export interface Mailer {
  quota(): Promise<Quota>;
  /** One attempt, no retry: SES has no idempotency key, so a retry inside would repeat mails unseen. */
  send(mail: Mail): Promise<Submission>;
}

/** An issue to deliver: who is to get it is counted, and its parts are handed over. */
export interface IssueMessage {
  readonly date: string;
  /** `rest`: all but the canary, which has arrived. */
  readonly only?: 'rest';
  /** ISO time at which the operator asked for an issue that is too old: its age counts from then. */
  readonly late?: string;
}

/** One part of one shard of an issue to deliver, with a ledger of its own. */
export interface ShardMessage {
  readonly date: string;
  readonly shard: string;
  /** From 0 to `of` - 1: the shard's subscribers by even ranges of their ids. */
  readonly part: number;
  readonly of: number;
  /** The rest of the issue waits for this part. */
  readonly canary?: true;
  readonly late?: string;
}

export type DeliveryMessage = IssueMessage | ShardMessage;

export interface Queue<Message> {
  /** `delaySeconds`, 900 at most: how long nobody gets them. */
  send(messages: readonly Message[], delaySeconds?: number): Promise<void>;
}

/** Fetches one feed's document, conditionally; never throws for what a server or the network does. */
export type Fetch = (url: string, validators: Validators) => Promise<Fetched>;

/** The time now. Runs take it as a port so that a run can be told its time. */
export type Clock = () => Date;

/** One event of a run, with its facts; `level: 'ERROR'` among them where the operator is to look. Never an address: these lines are kept. */
export type Log = (event: string, facts?: Readonly<Record<string, unknown>>) => void;

/** Counts of a run, each a CloudWatch metric of that name; one that ends in `Percent` is in percent. */
export type Metrics = (values: Readonly<Record<string, number>>) => void;

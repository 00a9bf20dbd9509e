/**
 * Every key of the bucket. Imports nothing: the stages read and write by these
 * names, and the stack makes its IAM grants from the same prefixes, so that a
 * key and the right to use it can't drift apart.
 */

/** The first path segment of each kind of object; IAM grants are given on these. */
export const prefixes = {
  feeds: 'feeds/',
  items: 'items/',
  issues: 'issues/',
  deliveries: 'deliveries/',
  subscribers: 'subscribers/',
  wishes: 'wishes/',
  joins: 'joins/',
} as const;

/**
 * The files of a frozen issue. `issue.json` is written first and decides; the
 * others are rendered from it with `template.html`. Those of the week are there
 * where the issue is the one that readers of one mail a week get theirs with.
 * `outcome.json` is written last, and also on a date that had no stories.
 */
export type IssueFile = 'issue.json' | 'outcome.json' | 'template.html' | 'mail.html' | 'mail.txt' | 'page.html' | 'week.json' | 'week.html' | 'week.txt';

/** Poll state of one feed. `feed` is a feed id: lower-case letters, digits and hyphens. */
export const feedKey = (feed: string): string => `${prefixes.feeds}${feed}.json`;

/** What one poll found new; sorts by time. `at` is the time of the poll. */
export function itemsKey(at: Date, feed: string): string {
  return `${itemsKeyFrom(at)}-${feed}.json`;
}

/** The start of every items key of that moment: keys of later moments sort after it. */
export function itemsKeyFrom(at: Date): string {
  const [day, time] = at.toISOString().split('T') as [string, string];
  return `${prefixes.items}${day}/${time.replace(/[:.Z]/g, '')}`;
}

/** The time in an items key; undefined where the key is none. */
export function itemsTimeOf(key: string): Date | undefined {
  const [, day, h, m, s, ms] = /^items\/(\d{4}-\d{2}-\d{2})\/(\d{2})(\d{2})(\d{2})(\d{3})/.exec(key) ?? [];
  return day === undefined ? undefined : new Date(`${day}T${h}:${m}:${s}.${ms}Z`);
}

/** One file of the issue of `date` (YYYY-MM-DD in the newsletter's timezone). */
export const issueKey = (date: string, file: IssueFile): string => `${prefixes.issues}${date}/${file}`;

/** Which timetable the newsletter goes by, and since when. */
export const timetableKey = `${prefixes.issues}timetable.json`;

/** Who the issue of `date` is for, counted, and in which parts. */
export const planKey = (date: string): string => `${prefixes.deliveries}${date}/plan.json`;

/** Whether the delivery of the issue of `date` was stopped. */
export const brakeKey = (date: string): string => `${prefixes.deliveries}${date}/brake.json`;

/** The ledger of one part of a shard for the issue of `date`; most shards have one part. */
export const deliveryKey = (date: string, shard: string, part = 0): string =>
  `${prefixes.deliveries}${date}/${shard}${part === 0 ? '' : `-${part}`}.json`;

/** The start of all keys of the delivery of `date`. */
export const deliveriesOf = (date: string): string => `${prefixes.deliveries}${date}/`;

/** The shard and part of a ledger's key, or undefined where the key is no ledger's. */
export function ledgerPartOf(key: string): { readonly shard: string; readonly part: number } | undefined {
  const [, shard, part = '0'] = /^deliveries\/[\d-]{10}\/([0-9a-f]{2})(?:-(\d+))?\.json$/.exec(key) ?? [];
  return shard === undefined ? undefined : { shard, part: Number(part) };
}

/** The subscribers of one shard; `shard` is two lower-case hex digits. */
export const subscribersKey = (shard: string): string => `${prefixes.subscribers}${shard}.json`;

/** The wish to join of a subscriber's id. */
export const wishKey = (id: string): string => `${prefixes.wishes}${id}.json`;

/** One share of the mails that the join page may send on `day` (YYYY-MM-DD, UTC). */
export const joinShareKey = (day: string, share: number): string => `${joinSharesOf(day)}${share}.json`;

/** The start of all keys of that day's shares. */
export const joinSharesOf = (day: string): string => `${prefixes.joins}${day}/`;

/** The date of an issue key, or undefined where the key is another file of the issue. */
export function issueDateOf(key: string): string | undefined {
  return /^issues\/(\d{4}-\d{2}-\d{2})\/issue\.json$/.exec(key)?.[1];
}

/** The shard of a subscribers key. */
export function shardOf(key: string): string | undefined {
  return /^subscribers\/([0-9a-f]{2})\.json$/.exec(key)?.[1];
}

import pMap from 'p-map';
import type { Config } from '../config.ts';
import { issueDateOf, issueKey, itemsKeyFrom, itemsTimeOf, prefixes, shardOf } from '../keys.ts';
import { dateIn } from '../model/date.ts';
import type { Issue } from '../model/issue.ts';
import type { ItemsFile } from '../model/item.ts';
import { keysUnder, read } from '../objects.ts';
import type { Store } from '../ports.ts';
import { headlinesOf } from './headlines.ts';
import { pastOf } from './past.ts';
import { select } from './select.ts';
import { type PolledFeed, silentFeeds } from './silent.ts';
import { weekOf } from './week.ts';

/**
 * How far before the end of the last read the next one begins. A poll's file
 * bears the time at which the poll began and lands up to a Lambda's lifetime
 * (15 minutes) later, so a read can miss a file that sorts before its end.
 */
const overlap = 3_600_000;

/**
 * How many issues back an item can be accounted for. A poll that crashed
 * between its two writes finds its items again, and a feed that then stays
 * silent does so only when it is back.
 */
const remembered = 30;

/** The frozen issue of a date, or undefined where there is none yet. */
export function frozenIssue(store: Store, date: string): Promise<Issue | undefined> {
  return read<Issue>(store, issueKey(date, 'issue.json'));
}

export interface DraftOptions {
  /** The time that the issue goes by. */
  readonly now: Date;
  readonly baseUrl: string;
  readonly nonce: string;
  /** YYYY-MM-DD, if not that of `now`: a time that the clocks leave out may be due a day later. */
  readonly date?: string;
  /** ISO time at which a missed issue is made up. */
  readonly caughtUp?: string;
}

/** The issue as it would be frozen at `now`, with what `polledFeeds` says of its feeds: reads, and writes nothing. */
export async function draft(store: Store, config: Config, feeds: readonly PolledFeed[], options: DraftOptions): Promise<Issue> {
  const { now, baseUrl, nonce, caughtUp } = options;
  const earlier = await earlierIssues(store);
  const from = earlier.reduce((latest, { read: { to } }) => (to > latest ? to : latest), '');
  const keys = await keysUnder(store, prefixes.items, overlapping(from));
  const files = await pMap(keys, (key) => read<ItemsFile>(store, key), { concurrency: 32 });
  const selection = select(config, files.flatMap((file) => file?.items ?? []), pastOf(earlier), now);
  const silent = silentFeeds(feeds, config, now);
  const shards = (await keysUnder(store, prefixes.subscribers)).flatMap((key) => shardOf(key) ?? []);
  const date = options.date ?? dateIn(config.timezone, now);
  const week = weekOf(config.schedule.weekly, date, earlier);
  const { palettes: _, ...masthead } = config.look;
  return {
    version: 1,
    nonce,
    date,
    at: now.toISOString(),
    ...(caughtUp !== undefined && { caughtUp }),
    read: { from, to: lastUpTo(now, keys, from) },
    newsletter: {
      name: config.name,
      locale: config.locale,
      timezone: config.timezone,
      postalAddress: config.postalAddress,
      baseUrl,
      masthead,
    },
    ...selection,
    ...headlinesOf(config, selection, date),
    ...(week && { week }),
    ...(silent.length > 0 && { silent }),
    shards,
  };
}

/** The last issues there are, the oldest first. */
export async function earlierIssues(store: Store): Promise<Issue[]> {
  const keys = await keysUnder(store, prefixes.issues);
  const dates = keys.flatMap((key) => issueDateOf(key) ?? []).slice(-remembered);
  const issues = await pMap(dates, (date) => frozenIssue(store, date), { concurrency: 8 });
  return issues.filter((issue) => issue !== undefined);
}

/** The key to read from on, so that what landed late is read too. */
function overlapping(to: string): string {
  const at = itemsTimeOf(to);
  return at ? itemsKeyFrom(new Date(at.getTime() - overlap)) : '';
}

/** A file dated after `now` is in the issue, but must not move the next read past what is yet to come. */
function lastUpTo(now: Date, keys: readonly string[], from: string): string {
  const end = `${itemsKeyFrom(now)}~`;
  return keys.reduce((last, key) => (key > last && key < end ? key : last), from);
}

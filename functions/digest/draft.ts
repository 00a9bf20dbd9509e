import pMap from 'p-map';
import type { Config } from '../config.ts';
import { issueDateOf, issueKey, itemsKeyFrom, itemsTimeOf, prefixes, shardOf } from '../keys.ts';
import type { Issue } from '../model/issue.ts';
import type { ItemsFile } from '../model/item.ts';
import { clip } from '../model/text.ts';
import { keysUnder, read } from '../objects.ts';
import type { Store } from '../ports.ts';
import { itemName, select, type Selection } from './select.ts';
import { silentFeeds } from './silent.ts';

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

/** The date in the timezone, YYYY-MM-DD. */
export function dateIn(timezone: string, at: Date): string {
  // By its parts: how a locale orders and separates them changes with Node's locale data.
  const parts = new Intl.DateTimeFormat('en', { timeZone: timezone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  return (['year', 'month', 'day'] as const).map((type) => parts.find((part) => part.type === type)!.value).join('-');
}

/** The frozen issue of a date, or undefined where there is none yet. */
export function frozenIssue(store: Store, date: string): Promise<Issue | undefined> {
  return read<Issue>(store, issueKey(date, 'issue.json'));
}

/** The issue as it would be frozen at `now`: reads, and writes nothing. */
export async function draft(store: Store, config: Config, options: { readonly now: Date; readonly baseUrl: string; readonly nonce: string }): Promise<Issue> {
  const { now, baseUrl, nonce } = options;
  const earlier = await earlierIssues(store);
  const from = earlier.reduce((latest, { read: { to } }) => (to > latest ? to : latest), '');
  const keys = await keysUnder(store, prefixes.items, overlapping(from));
  const files = await pMap(keys, (key) => read<ItemsFile>(store, key), { concurrency: 32 });
  const accounted = new Set(earlier.flatMap(({ items }) => items.map(itemName)));
  const selection = select(config, files.flatMap((file) => file?.items ?? []), accounted, now);
  const silent = await silentFeeds(store, config, now);
  const shards = (await keysUnder(store, prefixes.subscribers)).flatMap((key) => shardOf(key) ?? []);
  return {
    version: 1,
    nonce,
    date: dateIn(config.timezone, now),
    at: now.toISOString(),
    read: { from, to: lastUpTo(now, keys, from) },
    newsletter: {
      name: config.name,
      locale: config.locale,
      timezone: config.timezone,
      postalAddress: config.postalAddress,
      baseUrl,
    },
    ...headlines(config, selection),
    ...selection,
    ...(silent.length > 0 && { silent }),
    shards,
  };
}

async function earlierIssues(store: Store): Promise<Issue[]> {
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

function headlines({ name }: Config, { sections }: Selection): Pick<Issue, 'subject' | 'preheader'> {
  // The first of every section before the second of any: what the reader will find, not what one section holds.
  const titles = sections
    .flatMap(({ stories }) => stories.map(({ title }, round) => ({ title, round })))
    .sort((a, b) => a.round - b.round)
    .map(({ title }) => title);
  return {
    subject: titles[0] === undefined ? name : clip(titles[0], 100),
    preheader: clip(titles.slice(1, 4).join(' · '), 150),
  };
}

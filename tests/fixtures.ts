/** What several tests start from: a folder of their own, a configuration, a frozen issue, subscribers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { localStack, type LocalStack } from '../cli/local/stack.ts';
import { parseConfigText } from '../functions/config-file.ts';
import type { Config } from '../functions/config.ts';
import { issueKey } from '../functions/keys.ts';
import type { Issue } from '../functions/model/issue.ts';
import type { Item } from '../functions/model/item.ts';
import { slot } from '../functions/model/slot.ts';
import { subscriberId } from '../functions/model/subscriber.ts';
import { subscribe } from '../functions/subscribe/subscribe.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dawnpost-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const now = new Date('2026-03-02T07:00:00.000Z');

export function temporaryStack(): Promise<LocalStack> {
  return localStack(temporaryFolder(), { now });
}

/** A configuration with these sections; `feeds` are URLs or feeds as in newsletter.yaml. */
export function configWith(sections: Readonly<Record<string, readonly object[]>>, more: object = {}): Config {
  const written = {
    name: 'The Morning Brief',
    from: 'The Morning Brief <digest@example.com>',
    postalAddress: '1 Example Road, London',
    locale: 'en-GB',
    timezone: 'Europe/London',
    sections: Object.entries(sections).map(([title, feeds]) => ({ title, feeds })),
    ...more,
  };
  // JSON is YAML.
  const loaded = parseConfigText(JSON.stringify(written), 'newsletter.yaml');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}

export const config = configWith({ World: [{ url: 'https://world.example/feed', name: 'Example World' }] });

/** An item of the first feed of `config`. */
export function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    feed: config.sections[0]!.feeds[0]!.id,
    title: `What happened in case ${id} today`,
    url: `https://world.example/${id}`,
    summary: `Summary of ${id}.`,
    words: 300,
    firstSeen: '2026-03-02T06:00:00.000Z',
    ...more,
  };
}

export function issueOf(date: string, more: Partial<Issue> = {}): Issue {
  return {
    version: 1,
    nonce: 'n',
    date,
    at: `${date}T07:00:00.000Z`,
    read: { from: '', to: '' },
    newsletter: { name: 'The Morning Brief', locale: 'en-GB', timezone: 'Europe/London', postalAddress: '1 Example Road, London', baseUrl: 'https://news.example.com' },
    subject: 'Dawn: a “grüne” day',
    preheader: '',
    sections: [],
    items: [],
    shards: [],
    ...more,
  };
}

/** Freezes an issue with short bodies, slots and all. */
export async function freeze(stack: Pick<LocalStack, 'store'>, issue: Issue): Promise<Issue> {
  await stack.store.create(issueKey(issue.date, 'issue.json'), JSON.stringify(issue));
  await stack.store.create(issueKey(issue.date, 'mail.html'), `<p>Grüße</p><a href="${slot('unsubscribeUrl')}">leave</a>`);
  await stack.store.create(issueKey(issue.date, 'mail.txt'), `Grüße\n\n.leave: ${slot('unsubscribeUrl')}\n`);
  return issue;
}

/** `count` addresses of one shard, all active. */
export async function subscribersOfOneShard(stack: LocalStack, shard: string, count: number): Promise<string[]> {
  const addresses: string[] = [];
  for (let n = 0; addresses.length < count; n++) {
    const address = `reader${n}@example.org`;
    if (subscriberId(address).startsWith(shard)) addresses.push(address);
  }
  for (const address of addresses) await subscribe(stack, address);
  return addresses;
}

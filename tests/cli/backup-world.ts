/** A bucket of a newsletter on the emulator, and the command on it. */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { s3Store } from '../../functions/aws/store.ts';
import { issueKey, subscribersKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { keysUnder } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { versionedBucket } from '../contract/past-versions.ts';
import { issueOf } from '../fixtures.ts';

export const html = 'text/html; charset=utf-8';
export const readers = Array.from({ length: 60 }, (_, n) => `reader${n}@example.org`);

/** Shards with these subscribers, as many as they are of. */
export async function putReaders(store: Store, addresses: readonly string[]): Promise<void> {
  const shards = new Map<string, Roster>();
  for (const address of addresses) {
    const id = subscriberId(address);
    const before = shards.get(shardOfId(id))?.subscribers;
    shards.set(shardOfId(id), { version: 1, nonce: 'n', subscribers: { ...before, [id]: { address, state: 'active', token: `token-${address}`, since: '2026-01-01T00:00:00.000Z' } } });
  }
  await Promise.all([...shards].map(([shard, roster]) => store.create(subscribersKey(shard), JSON.stringify(roster))));
}

/** A bucket with something of everything. */
export async function filledBucket(s3: S3Client, bucket: string): Promise<Store> {
  await versionedBucket(s3, bucket);
  const store = s3Store(s3, bucket);
  await putReaders(store, readers);
  for (const date of ['2026-03-01', '2026-03-02']) {
    await store.create(issueKey(date, 'issue.json'), JSON.stringify(issueOf(date, { read: { from: '', to: `items/${date}/060000000-a.json` } })));
    for (const file of ['mail.html', 'page.html', 'template.html'] as const) await store.create(issueKey(date, file), `<p>${file} of ${date}: Grüße \u{1F305}</p>\r\n`, html);
    await store.create(issueKey(date, 'mail.txt'), '\uFEFFtext', 'text/plain; charset=utf-8');
    await store.create(`deliveries/${date}/plan.json`, `{"date":"${date}"}`);
    await store.create(`deliveries/${date}/7a-1.json`, '{"entries":{}}');
    await store.create(`items/${date}/060000000-a.json`, '{"items":[]}');
  }
  await store.create('items/2026-03-02/090000000-a.json', '{"items":[]}');
  await store.create('feeds/a.json', '{}');
  await store.create('wishes/00.json', '{"address":"undecided@example.org"}');
  await store.create('joins/2026-03-02/0.json', '{}');
  return store;
}

export interface Held {
  readonly body: string;
  readonly type: string | undefined;
}

/** Every object by its key, but for what backups leave out. */
export async function objectsOf(s3: S3Client, bucket: string): Promise<Record<string, Held>> {
  const keys = (await keysUnder(s3Store(s3, bucket), '')).filter((key) => !/^(wishes|joins)\//.test(key));
  const held = await Promise.all(keys.map(async (key): Promise<[string, Held]> => {
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return [key, { body: Buffer.from(await Body!.transformToByteArray()).toString('latin1'), type: ContentType }];
  }));
  return Object.fromEntries(held);
}

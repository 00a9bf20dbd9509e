/** Many readers at once on few shards, over the wire: compare-and-swap loses none of them. */
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { s3Store } from '../../functions/aws/store.ts';
import { prefixes, subscribersKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, subscriberId, type SubscriberState } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import type { Mail, Store } from '../../functions/ports.ts';
import { startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { oneWriteAtATime } from '../aws/one-write-at-a-time.ts';
import { config, temporaryStack } from '../fixtures.ts';
import { served } from './served.ts';

const started = await startEmulator();
describe('two hundred readers at once', () => {
  if (started.kind === 'missing') return void it.skip(`are not tried: ${started.why}`, () => {});
  const { emulator } = started;
  const stops: (() => void | Promise<void>)[] = [() => emulator.stop()];
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  it('join and leave, and none is lost', { timeout: 180_000 }, async () => {
    const proxy = await oneWriteAtATime(emulator.url, () => undefined);
    const s3 = new S3Client({ endpoint: proxy.url, region: testRegion, credentials: testCredentials, forcePathStyle: true, maxAttempts: 5 });
    stops.push(() => s3.destroy(), () => proxy.stop());
    await s3.send(new CreateBucketCommand({ Bucket: 'load', CreateBucketConfiguration: { LocationConstraint: testRegion } }));

    let [writes, conflicts] = [0, 0];
    const bucket = s3Store(s3, 'load');
    const store: Store = {
      ...bucket,
      async replace(key, body, etag) {
        const written = await bucket.replace(key, body, etag);
        if (!key.startsWith(prefixes.subscribers)) return written;
        if (written.kind === 'replaced') writes += 1;
        else conflicts += 1;
        return written;
      },
    };
    const links = new Map<string, string>();
    const mailer = {
      quota: () => Promise.reject(new Error('nobody asks')),
      send: (mail: Mail) => {
        links.set(mail.to, /\/confirm\/[0-9a-f]{32}\/[\w-]{22}/.exec(Buffer.concat(mail.pieces).toString('latin1').replaceAll('=\r\n', ''))![0]);
        return Promise.resolve({ kind: 'submitted', messageId: 'm' } as const);
      },
    };
    const { base } = await served({ stack: { ...(await temporaryStack()), store }, mailer: () => mailer, baseUrl: 'https://news.example.com', config: { ...config, subscribe: { ...config.subscribe, mailsPerDay: 1000, perSource: 1000 } } });

    // Of four shards alone, so that many want the same one.
    const readers = Array.from({ length: 20_000 }, (_, n) => `reader${n}@example.org`).filter((address) => ['00', '01', '02', '03'].includes(shardOfId(subscriberId(address)))).slice(0, 200);
    expect(readers).toHaveLength(200);
    const [stay, come] = [readers.slice(0, 100), readers.slice(100)];
    const post = async (path: string, body = '') => {
      const { status } = await fetch(base + path, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      if (status !== 200) throw new Error(`${path}: ${status}`);
    };
    const join = async (address: string) => {
      await post('/subscribe', `address=${encodeURIComponent(address)}`);
      await post(links.get(address)!);
    };
    await Promise.all(stay.map(join));
    await Promise.all([...come.map(join), ...stay.map((address) => post(links.get(address)!.replace('/confirm/', '/unsubscribe/'), 'List-Unsubscribe=One-Click'))]);

    const states = new Map<string, SubscriberState>();
    for (const shard of ['00', '01', '02', '03']) {
      for (const { address, state } of Object.values((await read<Roster>(bucket, subscribersKey(shard)))!.subscribers)) states.set(address, state);
    }
    expect(readers.filter((address) => states.get(address) !== (stay.includes(address) ? 'unsubscribed' : 'active'))).toEqual([]);
    expect(states.size).toBe(200);
    // One write for each who came or left, but the four that were a shard's first; and they did get in each other's way.
    expect(writes).toBe(300 - 4);
    expect(conflicts).toBeGreaterThan(10);
    console.log(`${writes} changes of 4 shards, ${conflicts} decided anew`);
  });
});

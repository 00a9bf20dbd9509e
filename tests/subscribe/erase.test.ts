/** Erasing on a bucket that keeps old versions: of who is erased, no version of any object says anything. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { s3Store } from '../../functions/aws/store.ts';
import { prefixes, subscribersKey, wishKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import type { Wish } from '../../functions/model/wish.ts';
import { read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { confirmWish } from '../../functions/subscribe/join.ts';
import { eraseSubscriber, setChoice, subscribe, subscriberOf } from '../../functions/subscribe/subscribe.ts';
import { makeWish, wishOf } from '../../functions/subscribe/wishes.ts';
import { startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { allVersions, versionedBucket } from '../contract/past-versions.ts';
import { config, now, temporaryStack } from '../fixtures.ts';
import { served } from './served.ts';

const [first, second, other] = ['anna.old@example.org', 'anna.new@example.org', 'somebody@example.org'] as const;
const consent = { at: '2026-03-01T00:00:00.000Z', text: 'yes', source: 'the page' };
const limits = { coolDownMs: 0, confirmWithinDays: 7 };

const started = await startEmulator();
describe('erasing a reader', { timeout: 120_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const s3 = new S3Client({ endpoint: emulator.url, region: testRegion, credentials: testCredentials });
  afterAll(async () => {
    s3.destroy();
    await emulator.stop();
  });
  let buckets = 0;
  let tokens = 0;

  /** A list where Anna has joined, chosen, and moved to another address, in the versions that this takes. */
  async function world() {
    const bucket = `erase-${buckets++}`;
    await versionedBucket(s3, bucket);
    const store = s3Store(s3, bucket);
    const ports = { store, clock: () => now, log: () => undefined, nonce: () => `token-${String(tokens++).padStart(16, '0')}` };
    await subscribe(ports, other, consent);
    const join = async (address: string, instead?: string) => {
      const wish: Wish = { version: 1, nonce: ports.nonce(), address, at: now.toISOString(), token: ports.nonce(), consent, ...(instead !== undefined && { instead }) };
      await makeWish(store, subscriberId(address), wish, limits);
      const found = (await wishOf(store, subscriberId(address), wish.token))!;
      await confirmWish(ports, config, found);
    };
    await join(first);
    await setChoice(ports, subscriberId(first), () => ({ every: 'week' }));
    await join(second, subscriberId(first));
    // The same shard as others', written again after.
    await setChoice(ports, subscriberId(second), () => ({}));
    return { bucket, store, ports };
  }

  const holding = async (bucket: string, ...needles: string[]) =>
    (await allVersions(s3, bucket)).filter(({ body }) => needles.some((needle) => body?.toLowerCase().includes(needle))).map(({ key }) => key);
  const traces = [first, second, subscriberId(first), subscriberId(second)];

  it('leaves no version of any object that holds an address of theirs, and the others as they were', async () => {
    const { bucket, store, ports } = await world();
    expect(new Set((await holding(bucket, first, second)).map((key) => key.split('/')[0]))).toEqual(new Set(['subscribers', 'wishes']));
    expect(await eraseSubscriber(ports, subscriberId(second))).toBe('erased');
    expect(await holding(bucket, ...traces)).toEqual([]);
    expect((await allVersions(s3, bucket)).filter(({ isLatest }) => !isLatest).map(({ key }) => key)).not.toContain(wishKey(subscriberId(first)));
    expect(await holding(bucket, other)).not.toEqual([]);
    expect(await store.get(wishKey(subscriberId(second)))).toMatchObject({ body: expect.stringContaining('"address":""') as string });
    expect(await eraseSubscriber(ports, subscriberId(second))).toBe('unknown');
  });

  it('of a wish that was not confirmed leaves none of its versions', async () => {
    const { bucket, store, ports } = await world();
    const address = 'undecided@example.org';
    for (const at of ['2026-03-01', '2026-03-02']) await makeWish(store, subscriberId(address), { version: 1, nonce: at, address, at: `${at}T00:00:00.000Z`, token: 'secret', consent }, limits);
    expect(await holding(bucket, address)).toHaveLength(2);
    expect(await eraseSubscriber(ports, subscriberId(address))).toBe('erased');
    expect(await holding(bucket, address, 'secret')).toEqual([]);
  });

  it('comes to its end when it is run again after a stop at any of its steps', async () => {
    for (let stop = 0; ; stop++) {
      const { bucket, store, ports } = await world();
      let steps = 0;
      const stopping = <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) => (...args: Args) => (steps++ === stop ? Promise.reject(new Error('killed')) : act(...args));
      const killed: Store = {
        ...store,
        get: stopping((key: string) => store.get(key)),
        replace: stopping((key: string, body: string, etag: string) => store.replace(key, body, etag)),
        forgetPast: stopping((key: string) => store.forgetPast(key)),
      };
      const ended = await eraseSubscriber({ ...ports, store: killed }, subscriberId(second)).then(() => true, () => false);
      if (!ended) await eraseSubscriber(ports, subscriberId(second));
      expect([stop, await holding(bucket, ...traces)]).toEqual([stop, []]);
      if (ended) break;
      expect(stop).toBeLessThan(40);
    }
  });

  it('on the page, keeps the link good where the bucket refuses, until it does not', async () => {
    const { bucket, store, ports } = await world();
    const id = subscriberId(other);
    const { token } = (await read<Roster>(store, subscribersKey(shardOfId(id))))!.subscribers[id]!;
    let refuses = true;
    const refusing: Store = { ...store, forgetPast: (key) => (refuses && key.startsWith(prefixes.subscribers) ? Promise.reject(new Error('AccessDenied')) : store.forgetPast(key)) };
    const { base } = await served({ stack: { ...(await temporaryStack()), ...ports, store: refusing } });
    const erase = () => fetch(`${base}/manage/${id}/${token}/erase`, { method: 'POST', body: new URLSearchParams({ sure: 'yes' }) });
    expect((await erase()).status).toBe(500);
    expect(await subscriberOf(store, id, token)).toBeDefined();
    refuses = false;
    const answer = await erase();
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('nor in earlier versions of it')]);
    expect(await holding(bucket, other)).toEqual([]);
  });
});

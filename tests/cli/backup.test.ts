/** `dawnpost backup` and `restore` as processes, on buckets of the emulator. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Store } from '../../functions/aws/store.ts';
import { issueKey, subscribersKey } from '../../functions/keys.ts';
import { shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { keysUnder } from '../../functions/objects.ts';
import { eraseSubscriber, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { emulatorEnv, startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { oneWriteAtATime } from '../aws/one-write-at-a-time.ts';
import { listVersions, versionedBucket } from '../contract/past-versions.ts';
import { issueOf, temporaryFolder } from '../fixtures.ts';
import { filledBucket, html, objectsOf, putReaders, readers } from './backup-world.ts';
import { dawnpost, start } from './process.ts';

const started = await startEmulator();
describe('a backup of a bucket', { timeout: 300_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const s3 = new S3Client({ endpoint: emulator.url, region: testRegion, credentials: testCredentials });
  const before = { ...process.env };
  let requests: string[] = [];
  /** Called before a write goes through. */
  let onWrite = (): void => undefined;
  let proxy: Awaited<ReturnType<typeof oneWriteAtATime>>;
  beforeAll(async () => {
    proxy = await oneWriteAtATime(emulator.url, (method, url) => {
      requests.push(`${method} ${url.split('?')[0]}`);
      if (method === 'PUT') onWrite();
    });
    Object.assign(process.env, emulatorEnv(proxy.url));
  });
  afterAll(async () => {
    process.env = before;
    s3.destroy();
    await proxy.stop();
    await emulator.stop();
  });

  const ports = (bucket: string) => ({ store: s3Store(s3, bucket), clock: () => new Date(), log: () => undefined, nonce: () => crypto.randomUUID() });
  const filesOf = (dir: string): string[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name).slice(dir.length + 1)).sort();
  const report = <Report>({ stdout }: { stdout: string }): Report => JSON.parse(stdout) as Report;
  let buckets = 0;
  const nextBucket = (): string => `backed-up-${buckets++}`;
  /** A bucket, and the backup of it. */
  async function backedUp() {
    const [bucket, dir] = [nextBucket(), join(temporaryFolder(), 'backup')];
    const store = await filledBucket(s3, bucket);
    expect(await dawnpost('backup', dir, '--data', `s3://${bucket}`)).toMatchObject({ code: 0 });
    return { bucket, dir, store };
  }

  it('has every object under its own key, for its owner alone, and gives the same bucket again', async () => {
    const { bucket, dir } = await backedUp();
    const objects = await objectsOf(s3, bucket);
    expect(filesOf(dir)).toEqual([...Object.keys(objects), 'manifest.jsonl'].sort());
    for (const file of filesOf(dir)) expect([file, statSync(join(dir, file)).mode & 0o777]).toEqual([file, 0o600]);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    // It opens as any folder does.
    expect((await dawnpost('subscribers', 'list', '--data', dir)).stdout.trim().split('\n').sort()).toEqual([...readers].sort());

    const other = nextBucket();
    await versionedBucket(s3, other);
    const dry = await dawnpost('restore', dir, '--data', `s3://${other}`, '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining(`${Object.keys(objects).length} objects would be restored, 0 there already`) as string });
    expect(await objectsOf(s3, other)).toEqual({});
    const restored = await dawnpost('restore', dir, '--data', `s3://${other}`);
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining(`${Object.keys(objects).length} objects restored, 0 there already`) as string });
    expect(restored.stdout).toContain('is in the list again as before');
    expect(await objectsOf(s3, other)).toEqual(objects);
    expect(objects[issueKey('2026-03-02', 'page.html')]!.type).toBe(html);
    const again = await dawnpost('restore', dir, '--data', `s3://${other}`);
    expect(again.stdout).toContain(`0 objects restored, ${Object.keys(objects).length} there already`);
    expect(again.stdout).not.toContain('is in the list again');
  });

  it('run again fetches what has changed, and takes out what is gone', async () => {
    const { bucket, dir, store } = await backedUp();
    const erased = readers[7]!;
    const shard = subscribersKey(shardOfId(subscriberId(erased)));
    await eraseSubscriber(ports(bucket), subscriberId(erased));
    await store.create('feeds/new.json', '{}');
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'items/2026-03-01/060000000-a.json' }));
    unlinkSync(join(dir, 'feeds/a.json'));
    requests = [];
    const second = await dawnpost('backup', dir, '--data', `s3://${bucket}`);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/ {2}1 new, 1 changed, 1 mended, \d+ as they were, 1 taken out\n/) as string });
    const fetched = requests.filter((request) => request.includes('.json')).map((request) => request.slice(request.lastIndexOf(`${bucket}/`) + bucket.length + 1));
    expect(fetched.sort()).toEqual(['feeds/a.json', 'feeds/new.json', shard].sort());
    const objects = await objectsOf(s3, bucket);
    expect(filesOf(dir)).toEqual([...Object.keys(objects), 'manifest.jsonl'].sort());
    expect(existsSync(join(dir, 'items/2026-03-01'))).toBe(false);
    for (const file of filesOf(dir)) expect(readFileSync(join(dir, file), 'utf8')).not.toContain(erased);
  });

  it('that is damaged is refused, and nothing of it written', async () => {
    const { dir } = await backedUp();
    const other = nextBucket();
    await versionedBucket(s3, other);
    appendFileSync(join(dir, 'feeds/a.json'), ' ');
    unlinkSync(join(dir, 'deliveries/2026-03-02/plan.json'));
    const refused = await dawnpost('restore', dir, '--data', `s3://${other}`);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`${join(dir, 'feeds/a.json')} is damaged\n${join(dir, 'deliveries/2026-03-02/plan.json')} is missing\nnothing was restored`);
    expect(refused.stderr).toContain('--only issues items subscribers');
    expect(await objectsOf(s3, other)).toEqual({});
    // An issue does not come without its ledgers.
    expect(await dawnpost('restore', dir, '--data', `s3://${other}`, '--only', 'issues')).toMatchObject({ code: 1 });
    expect(await dawnpost('restore', dir, '--data', `s3://${other}`, '--only', 'subscribers')).toMatchObject({ code: 0 });
    expect(new Set(Object.keys(await objectsOf(s3, other)).map((key) => key.split('/')[0]))).toEqual(new Set(['subscribers']));
  });

  it('restored into a bucket that lives changes nothing that is there', async () => {
    const { bucket, dir, store } = await backedUp();
    const [left, erased] = [readers[3]!, readers[4]!];
    await unsubscribe(ports(bucket), subscriberId(left));
    await eraseSubscriber(ports(bucket), subscriberId(erased));
    await store.replace('feeds/a.json', '{"newer":true}', (await store.get('feeds/a.json'))!.etag);
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: issueKey('2026-03-01', 'mail.txt') }));
    const there = await objectsOf(s3, bucket);
    const versions = (await listVersions(s3, bucket)).length;
    const restored = await dawnpost('restore', dir, '--data', `s3://${bucket}`, '--json');
    expect(report(restored)).toMatchObject({ parts: { subscribers: { restored: 0 }, issues: { restored: 1 }, feeds: { restored: 0, left: 1 } }, otherIssues: [], missing: { subscribers: 1, shards: 1 } });
    const { [issueKey('2026-03-01', 'mail.txt')]: back, ...rest } = await objectsOf(s3, bucket);
    expect(rest).toEqual(there);
    expect(back).toMatchObject({ type: 'text/plain; charset=utf-8' });
    expect((await listVersions(s3, bucket)).length).toBe(versions + 1);
  });

  it('leaves an issue alone of which there is another one, and says whom a shard that is there lacks', async () => {
    const { dir } = await backedUp();
    const other = nextBucket();
    await versionedBucket(s3, other);
    const store = s3Store(s3, other);
    await store.create(issueKey('2026-03-02', 'issue.json'), JSON.stringify(issueOf('2026-03-02', { nonce: 'another', read: { from: '', to: 'items/2026-03-02/100000000-a.json' } })));
    const shard = shardOfId(subscriberId(readers[0]!));
    const newcomer = Array.from({ length: 10_000 }, (_, n) => `newcomer${n}@example.org`).find((address) => shardOfId(subscriberId(address)) === shard)!;
    await putReaders(store, [newcomer]);
    const { stdout } = await dawnpost('restore', dir, '--data', `s3://${other}`);
    expect(stdout).toContain('the issue of 2026-03-02, as there is another one of that date');
    expect(stdout).toMatch(/ {2}1 subscriber of the backup is not in 1 shard that was there already/);
    expect(stdout).toContain('what 1 poll had found is told by no issue');
    const keys = await keysUnder(store, '');
    expect(keys.filter((key) => key.includes('/2026-03-02/') && !key.startsWith('items/'))).toEqual([issueKey('2026-03-02', 'issue.json')]);
    expect(keys).toContain(issueKey('2026-03-01', 'mail.html'));
    expect((await store.get(subscribersKey(shard)))!.body).not.toContain(readers[0]!);
  });

  it('of another newsletter, of a newer Dawnpost, or of a bucket that has lost its list, is left as it is', async () => {
    const { bucket, dir } = await backedUp();
    const other = nextBucket();
    await filledBucket(s3, other);
    expect((await dawnpost('backup', dir, '--data', `s3://${other}`)).stderr).toContain(`${dir} is a backup of s3://${bucket}, and this is s3://${other}: name another folder\n`);
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: subscribersKey(shardOfId(subscriberId(readers[0]!))) }));
    const files = filesOf(dir);
    const emptied = await dawnpost('backup', dir, '--data', `s3://${bucket}`);
    expect(emptied).toMatchObject({ code: 1, stderr: expect.stringContaining("has 1 of the list's files that are no more where it came from") as string });
    expect(filesOf(dir)).toEqual(files);

    const manifest = join(dir, 'manifest.jsonl');
    const [head, ...rest] = readFileSync(manifest, 'utf8').split('\n');
    writeFileSync(manifest, [head!.replace('"version":1', '"version":2'), ...rest].join('\n'));
    for (const command of ['backup', 'restore']) expect(await dawnpost(command, dir, '--data', `s3://${bucket}`)).toMatchObject({ code: 1, stderr: expect.stringContaining('is a backup of a newer Dawnpost (0.1.0)') as string });
    writeFileSync(manifest, [head, ...rest.slice(1)].join('\n'));
    expect((await dawnpost('restore', dir, '--data', `s3://${bucket}`)).stderr).toContain('is damaged: lines of it are missing');
    rmSync(manifest);
    expect((await dawnpost('restore', dir, '--data', `s3://${bucket}`)).stderr).toContain('is no backup: it has no manifest.jsonl');
    expect((await dawnpost('backup', dir, '--data', `s3://${bucket}`)).stderr).toContain('is not empty and no backup');
    expect(await dawnpost('restore', dir, '--only', 'wishes')).toMatchObject({ code: 2 });
    const empty = join(temporaryFolder(), 'empty');
    mkdirSync(empty);
    expect((await dawnpost('backup', join(empty, 'b'), '--data', empty)).stderr).toContain('there is nothing in');
  });

  it.each([1, 30])('killed after %i files leaves whole ones, which restore and the next run go on from', async (after) => {
    const [bucket, dir] = [nextBucket(), join(temporaryFolder(), 'backup')];
    await filledBucket(s3, bucket);
    const objects = await objectsOf(s3, bucket);
    const files = () => (existsSync(dir) ? filesOf(dir).filter((file) => file in objects) : []);
    const killed = start('backup', dir, '--data', `s3://${bucket}`);
    while (files().length < after) await sleep(1);
    killed.process.kill('SIGKILL');
    await killed.ended;
    const there = files();
    expect(there.length).toBeLessThan(Object.keys(objects).length);
    for (const file of there) expect(readFileSync(join(dir, file)).toString('latin1')).toBe(objects[file]!.body);

    const other = nextBucket();
    await versionedBucket(s3, other);
    const partly = await dawnpost('restore', dir, '--data', `s3://${other}`);
    expect(partly).toMatchObject({ code: 0, stdout: expect.stringContaining('this backup was stopped before its end') as string });
    expect(Object.keys(await objectsOf(s3, other)).sort()).toEqual(there);

    const completed = report<{ same: number; completed: boolean }>(await dawnpost('backup', dir, '--data', `s3://${bucket}`, '--json'));
    expect(completed).toMatchObject({ completed: true, same: there.length });
    expect(filesOf(dir)).toEqual([...Object.keys(objects), 'manifest.jsonl'].sort());
  });

  it.each([1, 30])('is restored by a second run where the first was killed after %i objects', async (after) => {
    const { bucket, dir } = await backedUp();
    const objects = await objectsOf(s3, bucket);
    const other = nextBucket();
    await versionedBucket(s3, other);
    let writes = 0;
    onWrite = () => {
      if (++writes > after) killed.process.kill('SIGKILL');
    };
    const killed = start('restore', dir, '--data', `s3://${other}`);
    await killed.ended;
    onWrite = () => undefined;
    const held = async () => (await keysUnder(s3Store(s3, other), '')).length;
    let left = await held();
    // What the emulator had in hand when its client was killed lands yet.
    for (let before = -1; left !== before; left = await held()) {
      before = left;
      await sleep(300);
    }
    expect(left).toBeGreaterThanOrEqual(after);
    expect(left).toBeLessThan(Object.keys(objects).length);
    const again = await dawnpost('restore', dir, '--data', `s3://${other}`);
    expect(again.stdout, again.stderr).toMatch(new RegExp(`: ${Object.keys(objects).length - left} objects restored, ${left} there already`));
    expect(await objectsOf(s3, other)).toEqual(objects);
  });
});

import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { folderStore } from '../../cli/local/folder-store.ts';
import { s3Store } from '../../functions/aws/store.ts';
import { startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { type Answer, loopback, type Request } from '../aws/loopback.ts';
import { temporaryFolder } from '../fixtures.ts';
import { allVersions, listVersions, versionedBucket } from './past-versions.ts';

// Of an emulator's list, a page is as long as that.
process.env['MOTO_S3_DEFAULT_MAX_KEYS'] = '5';
const started = await startEmulator();
describe('the past of an object in a bucket', { timeout: 60_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const s3 = new S3Client({ endpoint: emulator.url, region: testRegion, credentials: testCredentials });
  afterAll(async () => {
    s3.destroy();
    await emulator.stop();
  });

  it('is all gone, of that key alone, however long it is', async () => {
    await versionedBucket(s3, 'long');
    const store = s3Store(s3, 'long');
    const key = 'subscribers/00.json';
    for (const other of [`${key}.old`, 'subscribers/0.json']) {
      await store.create(other, 'first');
      await store.replace(other, 'second', (await store.get(other))!.etag);
    }
    let written = await store.create(key, 'version 0');
    for (let n = 1; n <= 23; n++) written = (await store.replace(key, `version ${n}`, (written as { etag: string }).etag)) as never;
    expect((await listVersions(s3, 'long')).filter((version) => version.key === key)).toHaveLength(24);
    await store.forgetPast(key);
    const left = await allVersions(s3, 'long');
    expect(left.filter((version) => version.key === key)).toEqual([{ key, isLatest: true, body: 'version 23' }]);
    expect(left).toHaveLength(5);
  });

  it('is gone where the object itself is', async () => {
    await versionedBucket(s3, 'gone');
    const store = s3Store(s3, 'gone');
    const key = 'wishes/00.json';
    for (const body of ['a', 'b']) {
      await store.create(key, body);
      await s3.send(new DeleteObjectCommand({ Bucket: 'gone', Key: key }));
    }
    await store.forgetPast(key);
    expect(await allVersions(s3, 'gone')).toEqual([{ key, isLatest: true, body: undefined }]);
    expect(await store.get(key)).toBeUndefined();
  });
});

describe('what S3 says of deletions', () => {
  const stops: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  async function storeOn(answer: (request: Request, before: number) => Answer) {
    const server = await loopback(answer);
    const client = new S3Client({ endpoint: server.url, region: testRegion, credentials: testCredentials, maxAttempts: 1, requestChecksumCalculation: 'WHEN_REQUIRED' });
    stops.push(() => client.destroy(), server.stop);
    return { store: s3Store(client, 'bucket'), requests: server.requests };
  }
  const versions = (from: number, count: number, next = ''): Answer => ({
    status: 200,
    body: `<?xml version="1.0" encoding="UTF-8"?><ListVersionsResult><Name>bucket</Name><IsTruncated>${next !== ''}</IsTruncated>${next}${Array.from({ length: count }, (_, n) =>
      `<Version><Key>a.json</Key><VersionId>v${from + n}</VersionId><IsLatest>${from + n === 0}</IsLatest></Version>`).join('')}</ListVersionsResult>`,
  });
  const deleted = (errors = ''): Answer => ({ status: 200, body: `<?xml version="1.0" encoding="UTF-8"?><DeleteResult>${errors}</DeleteResult>` });

  it('is asked for in batches of 1,000, after the list has come to its end', async () => {
    const { store, requests } = await storeOn((_, before) => {
      if (before === 0) return versions(0, 1000, '<NextKeyMarker>a.json</NextKeyMarker><NextVersionIdMarker>v999</NextVersionIdMarker>');
      return before === 1 ? versions(1000, 2) : deleted();
    });
    await store.forgetPast('a.json');
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST', 'POST']);
    expect(requests[0]!.url).toContain('prefix=a.json');
    expect(requests[1]!.url).toContain('version-id-marker=v999');
    const named = requests.slice(2).map(({ body }) => [...body.matchAll(/<VersionId>(v\d+)<\/VersionId>/g)].map(([, id]) => id));
    expect(named.map(({ length }) => length)).toEqual([1000, 1]);
    expect(named.flat()).not.toContain('v0');
    // S3 takes no DeleteObjects without one.
    for (const { headers } of requests.slice(2)) expect(Object.keys(headers).filter((name) => /^(content-md5|x-amz-checksum-)/.test(name))).not.toEqual([]);
  });

  it('is an error where it says so of one version, although the answer is a 200', async () => {
    const { store } = await storeOn(({ method }) => (method === 'GET' ? versions(0, 3) : deleted('<Error><Key>a.json</Key><VersionId>v2</VersionId><Code>AccessDenied</Code><Message>Access Denied</Message></Error>')));
    await expect(store.forgetPast('a.json')).rejects.toThrow('1 of the earlier versions of a.json could not be deleted: AccessDenied: Access Denied');
  });
});

describe('the past of an object in a folder', () => {
  it('is what a killed writer has left aside, and not what a living one is at', async () => {
    const dir = mkdtempSync(join(temporaryFolder(), 'store-'));
    const store = folderStore(dir);
    await store.create('subscribers/00.json', 'reader');
    const scratch = join(dir, '.store');
    for (const name of ['left', 'living']) writeFileSync(join(scratch, name), 'reader');
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(scratch, 'left'), old, old);
    await store.forgetPast('subscribers/00.json');
    expect(readdirSync(scratch)).toEqual(['living']);
    expect((await store.get('subscribers/00.json'))!.body).toBe('reader');
  });
});

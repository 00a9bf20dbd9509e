import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, it } from 'vitest';
import { folderStore } from '../../cli/local/folder-store.ts';
import { s3Store } from '../../functions/aws/store.ts';
import { startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { oneWriteAtATime } from '../aws/one-write-at-a-time.ts';
import { versionedBucket } from './past-versions.ts';
import { storeContract } from './store-contract.ts';

const root = await mkdtemp(join(tmpdir(), 'dawnpost-store-'));
afterAll(() => rm(root, { recursive: true, force: true }));
storeContract('a folder', () => mkdtemp(join(root, 'store-')).then(folderStore));

const started = await startEmulator();
if (started.kind === 'missing') {
  describe('the store on S3', () => it.skip(`is not tested: ${started.why}`, () => {}));
} else {
  const { emulator } = started;
  const proxy = await oneWriteAtATime(emulator.url);
  const client = new S3Client({ endpoint: proxy.url, region: testRegion, credentials: testCredentials });
  afterAll(async () => {
    client.destroy();
    await proxy.stop();
    await emulator.stop();
  });
  storeContract('S3', async () => {
    const bucket = `store-${randomUUID()}`;
    await versionedBucket(client, bucket);
    return s3Store(client, bucket);
  });
}

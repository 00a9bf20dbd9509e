import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dawnpost } from '../cli/process.ts';
import { emulatorEnv, startEmulator, testCredentials, testRegion } from './emulator.ts';

const started = await startEmulator();
describe('the command on the bucket of a deployed newsletter', { timeout: 120_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  let dir = '';
  const before = { ...process.env };
  const s3 = new S3Client({ endpoint: emulator.url, region: testRegion, credentials: testCredentials });
  beforeAll(async () => {
    Object.assign(process.env, emulatorEnv(emulator.url));
    dir = await mkdtemp(join(tmpdir(), 'dawnpost-bucket-'));
    await writeFile(join(dir, 'newsletter.yaml'), 'name: Test\nfrom: T <t@example.com>\npostalAddress: x\nsections: [{ title: All, feeds: [{ url: "https://a.example/feed" }] }]\n');
    await s3.send(new CreateBucketCommand({ Bucket: 'deployed', CreateBucketConfiguration: { LocationConstraint: testRegion } }));
  });
  afterAll(async () => {
    process.env = before;
    s3.destroy();
    await emulator.stop();
    await rm(dir, { recursive: true, force: true });
  });
  const run = (...args: string[]) => dawnpost(...args, '--config', join(dir, 'newsletter.yaml'));

  it('adds subscribers to it and tells how it does', async () => {
    expect(await run('subscribers', 'add', 'reader@example.org', '--data', 's3://deployed')).toMatchObject({ code: 0, stdout: 'reader@example.org added\n' });
    expect(await run('subscribers', 'list', '--data', 's3://deployed')).toMatchObject({ code: 0, stdout: 'reader@example.org\n' });
    // The address leads nowhere; what counts is that its state gets into the bucket.
    expect((await run('collect', '--data', 's3://deployed', '--json')).stdout).toContain('"polled": 1');
    expect((await run('status', '--data', 's3://deployed/')).stdout).toContain('1: 0 well, 1 failing');
  });

  it('says what to do where it can not', async () => {
    const missing = await run('status', '--data', 's3://no-such-bucket');
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('there is no such bucket: `cdk deploy` prints its name as BucketName');
    const local = await run('deliver', '--data', 's3://deployed');
    expect(local.code).toBe(2);
    expect(local.stderr).toContain('this command works on a folder only');
  });
});

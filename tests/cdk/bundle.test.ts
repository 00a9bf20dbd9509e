import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type FunctionName, functionNames } from '../../cdk/bundle.ts';
import { bytesAtStart, packagesIn } from '../../cdk/contents.ts';
import { loadConfig } from '../../functions/config-file.ts';

const run = promisify(execFile);
const dir = await mkdtemp(join(tmpdir(), 'dawnpost-bundle-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

/** All code of a function that is not in a thread of its own. */
async function code(build: string, name: string): Promise<string> {
  const files = (await readdir(join(dir, build, name))).filter((file) => file !== 'parse-worker.mjs').sort();
  return (await Promise.all(files.map(async (file) => `${file}\n${await readFile(join(dir, build, name, file), 'utf8')}`))).join('\n');
}

describe('the bundles', () => {
  let metafiles: Record<FunctionName, Metafile>;
  beforeAll(async () => {
    const loaded = loadConfig(join(import.meta.dirname, 'newsletter.yaml'));
    if (loaded.kind === 'problems') throw new Error(loaded.text);
    metafiles = await bundle(loaded.config, join(dir, 'first'));
    await bundle(loaded.config, join(dir, 'second'));
  }, 120_000);

  it.each(functionNames)('of %s are the same bytes each time, and name no path of this machine', async (name) => {
    const first = await code('first', name);
    expect(await code('second', name)).toBe(first);
    expect(first).not.toContain(process.cwd());
    expect(first).not.toMatch(/node_modules\//);
  });

  it.each(functionNames)('of %s need nothing but Node', async (name) => {
    const file = pathToFileURL(join(dir, 'first', name, 'index.mjs')).href;
    const env = { BUCKET: 'bucket', QUEUE_URL: 'http://127.0.0.1:9/queue', BASE_URL: 'https://example.com', RATE_SHARE: '1', TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic', STACK: 'Dawnpost', AWS_REGION: 'eu-west-1' };
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `console.log(typeof (await import('${file}')).handler)`], { cwd: dir, env });
    expect(stdout.trim()).toBe('function');
  });

  it('carry neither MJML nor a client that they do not use', async () => {
    for (const name of functionNames) expect(await code('first', name)).not.toMatch(/mjml|mj-section/);
    for (const name of ['collect', 'digest'] as const) expect(await code('first', name)).not.toContain('SendRawEmail');
  });

  it('keep what parses documents out of the main thread', async () => {
    const [main, thread] = [await code('first', 'collect'), await readFile(join(dir, 'first', 'collect', 'parse-worker.mjs'), 'utf8')];
    expect(thread).toContain('xml2js');
    expect(thread).not.toMatch(/SendMessageBatch|PutObject/);
    expect(main).not.toContain('xml2js');
  });

  // About a tenth above what they are (bench/start.ts says what they cost): whatever brings more has to say why.
  it.each([
    ['collect', 790],
    ['digest', 720],
    ['deliver', 580],
    ['subscribe', 635],
    ['feedback', 435],
    ['watch', 475],
  ] as const)('of %s read no more than %i kB at the start', (name, kilobytes) => {
    expect(bytesAtStart(metafiles[name]) / 1000).toBeLessThan(kilobytes);
  });

  it('know of every package what it is, and carry no checker of newsletter.yaml', () => {
    const root = join(import.meta.dirname, '../..');
    const names = functionNames.flatMap((name) => packagesIn(metafiles[name], root)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['undici', 'rss-parser', 'hono', '@aws-sdk/client-ses']));
    expect(names).not.toContain('zod');
    expect(names).not.toContain('yaml');
  });
});

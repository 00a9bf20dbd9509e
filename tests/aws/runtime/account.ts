/** An account at the emulator with a newsletter in it, as its operator, its readers and AWS's services have to do with it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { s3Store } from '../../../functions/aws/store.ts';
import { subscribersKey } from '../../../functions/keys.ts';
import { type Roster, shardOfId, type Subscriber, subscriberId } from '../../../functions/model/subscriber.ts';
import { read } from '../../../functions/objects.ts';
import { emulatorEnv, startEmulator, testCredentials, testRegion } from '../emulator.ts';
import { loopback } from '../loopback.ts';
import { type Deployed, readDeployed, type Schedule } from './deployed.ts';
import { runFunctions } from './lambda.ts';
import { servePages } from './pages.ts';
import { type Batch, drain } from './poller.ts';
import type { Runtime } from './runtime.ts';
import { scheduledEvent } from './schedule.ts';
import { type TestClock, testClock } from './test-clock.ts';
import { type Asked, wire } from './wire.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const account = '123456789012';

/** A mail that SES has taken. */
export interface SentMail {
  readonly id: string;
  readonly destinations: readonly string[];
  readonly raw_data: string;
}

export type Account = Awaited<ReturnType<typeof makeAccount>>;

/** An account without a newsletter, or why there is none. `feed`: what the feed at feeds.example.org answers. */
export async function startAccount(feed: () => string): Promise<{ readonly kind: 'account'; readonly account: Account } | { readonly kind: 'missing'; readonly why: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'dawnpost-deployed-'));
  const clock = testClock(dir);
  const before = { ...process.env };
  // The emulator takes over the variables of this process.
  const denied = join(dir, 'denied');
  Object.assign(process.env, { DAWNPOST_CLOCK: clock.file, DAWNPOST_DENIED: denied });
  const started = await startEmulator({ extended: true });
  Object.assign(process.env, started.kind === 'emulator' && emulatorEnv(started.emulator.url));
  const restore = async (): Promise<void> => {
    process.env = before;
    if (started.kind === 'emulator') await started.emulator.stop();
    await rm(dir, { recursive: true, force: true });
  };
  if (started.kind === 'missing') return restore().then(() => started);
  return { kind: 'account', account: await makeAccount(started.emulator.url, { dir, clock, feed, restore, denied }) };
}

interface World {
  readonly dir: string;
  readonly clock: TestClock;
  readonly feed: () => string;
  readonly denied: string;
  readonly restore: () => Promise<void>;
}

async function makeAccount(emulator: string, { dir, clock, feed, denied, restore }: World) {
  // moto finds the bucket of a template's URL in its path only where the host is called localhost.
  const url = emulator.replace('127.0.0.1', 'localhost');
  const aws = { endpoint: emulator, region: testRegion, credentials: testCredentials };
  const [s3, sqs] = [new S3Client(aws), new SQSClient(aws)];
  const [config, assembly] = [join(dir, 'newsletter.yaml'), join(dir, 'out')];
  let deployed: Deployed;
  let runtimes: ReadonlyMap<string, Runtime> = new Map();
  let onRequest: (asked: Asked) => boolean = () => true;
  const host = await loopback(() => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body: feed() }));
  const way = await wire(emulator, (asked) => onRequest(asked));
  let pages: Awaited<ReturnType<typeof servePages>> | undefined;

  const cdk = (cwd: string, ...args: string[]) =>
    run(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices'], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: dir, ...emulatorEnv(url), CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: testRegion, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      maxBuffer: 1e8,
    });
  const stopFunctions = async (): Promise<void> => {
    await pages?.stop();
    await Promise.all([...runtimes.values()].map((runtime) => runtime.stop()));
  };
  const stageOf = (arn: string): string => [...deployed.functions].find(([, lambda]) => lambda.arn === arn)![0];
  const runtime = (stage: string): Runtime => runtimes.get(stage)!;
  const store = () => s3Store(s3, deployed.outputs['BucketName']!);

  /** What the function answers; rejects where it fails. */
  async function invoke(stage: string, event: unknown): Promise<unknown> {
    const result = await runtime(stage).invoke(event);
    if ('error' in result) throw new Error(`${stage}: ${JSON.stringify(result.error)}\n${runtime(stage).lines().slice(-10).join('\n')}`);
    return result.payload;
  }

  return {
    url,
    clock,
    s3,
    sqs,
    assembly,
    config,
    deployed: () => deployed,
    runtime,
    invoke,
    bootstrap: () => cdk(dir, 'bootstrap', `aws://${account}/${testRegion}`),

    /** Deploys by the real CLI, for the first time or once more, and takes up what is deployed now. */
    async deploy(newsletter: string): Promise<void> {
      await writeFile(config, newsletter);
      // Directly, as moto forgets the outputs of a stack that comes of a change set.
      await cdk(root, 'deploy', '--require-approval', 'never', '--method', 'direct', '--output', assembly, '-c', `config=${config}`);
      await stopFunctions();
      deployed = await readDeployed(url, 'Dawnpost');
      const assets = `cdk-hnb659fds-assets-${account}-${testRegion}`;
      runtimes = await runFunctions(deployed, { url, wireUrl: way.url, s3, assets, dir, clock, feedPort: new URL(host.url).port });
      pages = await servePages(deployed, (arn) => runtime(stageOf(arn)), () => clock.now());
    },
    destroy: () => cdk(dir, 'destroy', '--force', '--app', assembly),

    /** Does what Scheduler does when a schedule is due. */
    fire: (schedule: Schedule, at: Date): Promise<unknown> => invoke(stageOf(schedule.target), scheduledEvent(schedule, at)),

    /** Does what Lambda does with the queue of a function. */
    poll(stage: string): Promise<Batch[]> {
      const mapping = deployed.mappings.find(({ target }) => stageOf(target) === stage)!;
      return drain(sqs, mapping, runtime(stage));
    },

    /** A page, by its address as mails have it. */
    page: (address: string, fields?: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(address.replace(deployed.outputs['Pages']!, pages!.url), { redirect: 'manual', ...(fields && { method: 'POST', body: new URLSearchParams(fields) }) }),

    /** What SES has taken so far. */
    async mails(): Promise<readonly SentMail[]> {
      const data = (await (await fetch(`${emulator}/moto-api/data.json`)).json()) as { ses: { RawMessage: SentMail[] } };
      return data.ses.RawMessage;
    },

    async subscriber(address: string): Promise<Subscriber> {
      const id = subscriberId(address);
      return (await read<Roster>(store(), subscribersKey(shardOfId(id))))!.subscribers[id]!;
    },

    /** Keys and etags of the bucket. */
    async objects(Prefix: string): Promise<Readonly<Record<string, string>>> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: deployed.outputs['BucketName']!, Prefix }));
      return Object.fromEntries(Contents.map(({ Key, ETag }) => [Key!, ETag!]));
    },

    /** What roles of functions were denied, a line each. */
    denied: async (): Promise<string[]> => (await readFile(denied, 'utf8').catch(() => '')).split('\n').filter(Boolean),

    /** Is asked of every request of a function; where it says `false`, the request is lost. */
    watch(seen: (asked: Asked) => boolean): void {
      onRequest = seen;
    },

    async stop(): Promise<void> {
      await stopFunctions();
      await Promise.all([host.stop(), way.stop()]);
      s3.destroy();
      sqs.destroy();
      await restore();
    },
  };
}

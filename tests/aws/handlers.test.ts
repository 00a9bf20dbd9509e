import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { CreateBucketCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type FunctionName } from '../../cdk/bundle.ts';
import { DawnpostStack } from '../../cdk/stack.ts';
import { s3Store } from '../../functions/aws/store.ts';
import { loadConfig } from '../../functions/config-file.ts';
import { feedKey, subscribersKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import { subscribe } from '../../functions/subscribe/subscribe.ts';
import { rightsOf } from '../cdk/rights.ts';
import { emulatorEnv, startEmulator, testCredentials, testRegion } from './emulator.ts';
import { loopback } from './loopback.ts';
import { oneWriteAtATime } from './one-write-at-a-time.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const baseUrl = 'https://pages.example.com';
const bucket = 'newsletter';
const topic = `arn:aws:sns:${testRegion}:123456789012:feedback`;
const started = await startEmulator();
describe('the functions as they are deployed, one after the other', { timeout: 120_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`are not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const stops: (() => void | Promise<void>)[] = [() => emulator.stop()];
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  let bundles = '';
  let queueUrl = '';
  let env: Record<string, string | undefined> = {};
  let template: Template;
  let requests: { method: string; url: string }[] = [];
  const aws = { endpoint: emulator.url, region: testRegion, credentials: testCredentials };
  const sqs = new SQSClient(aws);
  const s3 = new S3Client(aws);
  stops.push(() => sqs.destroy(), () => s3.destroy());

  beforeAll(async () => {
    bundles = await mkdtemp(join(tmpdir(), 'dawnpost-handlers-'));
    const feed = await loopback(() => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body: rss }));
    const proxy = await oneWriteAtATime(emulator.url, (method, url) => requests.push({ method, url }));
    stops.push(() => rm(bundles, { recursive: true, force: true }), () => feed.stop(), () => proxy.stop());

    const loaded = loadConfig(join(root, 'tests/cdk/newsletter.yaml'));
    if (loaded.kind === 'problems') throw new Error(loaded.text);
    const [section] = loaded.config.sections;
    const [world] = section!.feeds;
    const config = { ...loaded.config, sections: [{ ...section!, feeds: [{ ...world!, url: 'http://feeds.example.org/world.xml' }] }] };
    await bundle(config, bundles);
    const many = Array.from({ length: 11 }, (_, n) => ({ ...world!, id: `part-${n}`, url: `http://feeds.example.org/${n}.xml` }));
    await bundle({ ...config, sections: [{ ...section!, feeds: many }], collect: { ...config.collect, feedsPerRun: 10 } }, join(bundles, 'many'));
    template = Template.fromStack(new DawnpostStack(new App(), 'Test', { config, bundles }));

    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: testRegion } }));
    queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'shards' }))).QueueUrl!;
    const ses = new SESClient(aws);
    await ses.send(new VerifyDomainIdentityCommand({ Domain: 'news.example.com' }));
    ses.destroy();
    env = {
      PATH: process.env['PATH'],
      ...emulatorEnv(proxy.url),
      FEED_PORT: new URL(feed.url).port,
      BUCKET: bucket,
      QUEUE_URL: queueUrl,
      BASE_URL: baseUrl,
      RATE_SHARE: '0.2',
      TOPIC_ARN: topic,
      STACK: 'Test',
    };
    const ports = { store: s3Store(s3, bucket), clock: () => new Date(), log: () => undefined, nonce: () => crypto.randomUUID() };
    await subscribe(ports, 'reader@example.org');
  }, 240_000);

  async function invoke(name: FunctionName, event: unknown, from = bundles): Promise<Record<string, unknown>> {
    requests = [];
    const code = pathToFileURL(join(from, name, 'index.mjs')).href;
    const start = ['--import', 'tsx', '--import', './tests/aws/feed-host.ts', 'tests/aws/invoke.ts'];
    const { stdout } = await run(process.execPath, [...start, code, JSON.stringify(event)], { cwd: root, env });
    expectGranted(name);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
  }

  /** The emulator enforces no policy, so what was asked of S3 is held against what the stack grants. */
  function expectGranted(name: FunctionName): void {
    const { pairs, statements } = rightsOf(template, name.replace(/^./, (letter) => letter.toUpperCase()));
    const objects = new Set(pairs);
    const prefixes = statements.flatMap(({ Condition }) => Condition?.['StringLikeIfExists']?.['s3:prefix'] ?? []) as string[];
    const refused = requests.filter(({ method, url }) => {
      const { pathname, searchParams } = new URL(url, emulator.url);
      if (!pathname.startsWith(`/${bucket}`)) return false;
      const key = pathname.slice(`/${bucket}/`.length);
      if (key === '') return !prefixes.some((prefix) => searchParams.get('prefix')?.startsWith(prefix.slice(0, -1)));
      const action = { GET: 's3:GetObject', HEAD: 's3:GetObject', PUT: 's3:PutObject' }[method] ?? method;
      return !objects.has(`${action} /${key.split('/')[0]}/*`);
    });
    expect(refused).toEqual([]);
  }

  const takeMessages = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
    return Messages.map(({ MessageId, Body }) => ({ messageId: MessageId!, body: Body! }));
  };
  const mails = async () => {
    const data = (await (await fetch(`${emulator.url}/moto-api/data.json`)).json()) as { ses?: { RawMessage?: { raw_data: string }[] } };
    return data.ses?.RawMessage ?? [];
  };
  /** As an HTTP API sends it, payload format 2.0 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). */
  const page = (method: string, path: string, body = '') =>
    invoke('subscribe', {
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: '',
      headers: { host: 'abc.execute-api.eu-west-1.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded' },
      requestContext: { accountId: '123456789012', apiId: 'abc', domainName: 'abc.execute-api.eu-west-1.amazonaws.com', stage: '$default', http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' } },
      isBase64Encoded: false,
      body,
    });

  const today = new Date();
  const due = { time: `${today.toISOString().slice(0, 19)}Z` };
  let unsubscribePath = '';
  let date = '';

  it('collect stores what the feed has', async () => {
    expect(await invoke('collect', due)).toMatchObject({ polled: 1, failed: 0, fresh: 2 });
    expect(await invoke('collect', due)).toMatchObject({ polled: 0, failed: 0, fresh: 0 });
  });

  it('collect hands more feeds than a run polls to itself, part by part', async () => {
    const many = join(bundles, 'many');
    expect(await invoke('collect', due, many)).toEqual({ parts: 2 });
    const parts = await takeMessages();
    expect(parts.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ part: 0, of: 2 }, { part: 1, of: 2 }]);
    // All are of one host, so one part has them all.
    expect(await invoke('collect', { Records: [parts[0]] }, many)).toMatchObject({ polled: 11, fresh: 22 });
    expect(await invoke('collect', { Records: [parts[1]] }, many)).toMatchObject({ polled: 0, fresh: 0 });
    for (let n = 0; n < 11; n++) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: feedKey(`part-${n}`) }));
  });

  it('digest makes one issue of it, however often it is started, and queues the shards', async () => {
    // The items were found after the time that the event bears, as with a poll just before the schedule.
    const first = await invoke('digest', { time: new Date(Date.now() + 1000).toISOString() });
    expect(first).toMatchObject({ outcome: 'frozen', stories: 2, shards: 1 });
    date = String(first['date']);
    expect(await invoke('digest', { time: new Date(Date.now() + 2000).toISOString() })).toMatchObject({ date, outcome: 'frozen-before', stories: 2, shards: 1 });
  });

  it('deliver plans the issue and submits the mail once, though the queue has the issue twice', async () => {
    const issues = await takeMessages();
    expect(issues.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ date }, { date }]);
    for (const issue of issues) expect(await invoke('deliver', { Records: [issue] })).toEqual({ batchItemFailures: [] });
    const shards = await takeMessages();
    expect(shards.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ date, part: 0, of: 1 }, { date, part: 0, of: 1 }]);
    for (const shard of shards) expect(await invoke('deliver', { Records: [shard] })).toEqual({ batchItemFailures: [] });
    expect(await takeMessages()).toEqual([]);
    const arrived = await mails();
    expect(arrived).toHaveLength(1);
    const mail = await simpleParser(arrived[0]!.raw_data);
    expect(mail.from?.text).toContain('digest@news.example.com');
    expect(mail.text).toContain('A bridge opens');
    expect(mail.html).toContain('A bridge opens');
    const link = /<(https:[^>]+)>/.exec(String(/^List-Unsubscribe: ([^]*?)\r?\n(?!\s)/im.exec(arrived[0]!.raw_data)?.[1]).replace(/\s/g, ''))![1]!;
    expect(link.startsWith(`${baseUrl}/unsubscribe/`)).toBe(true);
    unsubscribePath = new URL(link).pathname;
  });

  it('deliver gives a shard of an unknown issue back to the queue', async () => {
    const shard = { messageId: 'id-7', body: JSON.stringify({ date: '2001-01-01', shard: '00', part: 0, of: 1 }) };
    expect(await invoke('deliver', { Records: [shard] })).toEqual({ batchItemFailures: [{ itemIdentifier: 'id-7' }] });
  });

  it('subscribe shows the issue and takes the one-click unsubscribe, and only the POST acts', async () => {
    expect(await page('GET', `/issues/${date}`)).toMatchObject({ statusCode: 200, body: expect.stringContaining('A bridge opens') as string });
    expect(await page('GET', '/issues')).toMatchObject({ statusCode: 200, body: expect.stringContaining(date) as string });
    const feed = await page('GET', '/feed.xml');
    expect(feed).toMatchObject({ statusCode: 200, isBase64Encoded: false, body: expect.stringContaining(`<link>${baseUrl}/issues/${date}</link>`) as string });
    // What is for everyone leads no reader's way out.
    expect(JSON.stringify([feed, await page('GET', `/issues/${date}`), await page('GET', '/issues')])).not.toContain('/unsubscribe/');
    expect(await page('GET', unsubscribePath)).toMatchObject({ statusCode: 200, body: expect.stringContaining('reader@example.org') as string });
    expect(requests.filter(({ method }) => method === 'PUT')).toEqual([]);
    expect(await page('POST', unsubscribePath, 'List-Unsubscribe=One-Click')).toMatchObject({ statusCode: 200 });
    expect(requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(await page('GET', '/issues/2001-01-01')).toMatchObject({ statusCode: 404 });
  });

  it('subscribe takes a new reader in by mail, with two requests to S3, and feedback stops the mail', async () => {
    const address = 'new.reader@example.org';
    const before = (await mails()).length;
    expect(await page('POST', '/subscribe', `address=${encodeURIComponent(address)}`)).toMatchObject({ statusCode: 200, body: expect.stringContaining(address) as string });
    // A share of the day's mails, and the wish.
    expect(requests.filter(({ url }) => url.includes(bucket)).map(({ method }) => method)).toEqual(['PUT', 'PUT']);
    const mail = await simpleParser((await mails())[before]!.raw_data);
    expect([mail.to].flat()[0]?.text).toBe(address);
    const confirm = new URL(new RegExp(`${baseUrl}/confirm/\\S+`).exec(mail.text!)![0]).pathname;
    expect(await page('GET', confirm)).toMatchObject({ statusCode: 200 });
    expect(await page('POST', confirm)).toMatchObject({ statusCode: 200, body: expect.stringContaining('You are subscribed') as string });
    const record = async () => (await read<Roster>(s3Store(s3, bucket), subscribersKey(shardOfId(subscriberId(address)))))!.subscribers[subscriberId(address)]!;
    expect(await record()).toMatchObject({ state: 'active', consent: { source: expect.stringMatching(/192\.0\.2\.1$/) as string } });

    const sent = new Date(Date.now() + 60_000).toISOString();
    const bounce = { notificationType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: address }] }, mail: { messageId: 'm', timestamp: sent, destination: [address] } };
    const told = (TopicArn: string) => invoke('feedback', { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Type: 'Notification', TopicArn, Message: JSON.stringify(bounce) } }] });
    await told(`${topic}-of-others`);
    expect((await record()).state).toBe('active');
    await told(topic);
    expect((await record()).state).toBe('bounced');
  });

  it('feedback ends the subscription that a received mail names', async () => {
    const address = 'leaver@example.org';
    const ports = { store: s3Store(s3, bucket), clock: () => new Date(), log: () => undefined, nonce: () => crypto.randomUUID() };
    await subscribe(ports, address);
    const id = subscriberId(address);
    const record = async () => (await read<Roster>(ports.store, subscribersKey(shardOfId(id))))!.subscribers[id]!;
    const received = (subject: string) => invoke('feedback', { Records: [{ eventSource: 'aws:ses', eventVersion: '1.0', ses: { mail: { messageId: 'm', source: address, destination: ['leave@in.example.com'], commonHeaders: { subject } }, receipt: {} } }] });
    await received('Hello');
    expect((await record()).state).toBe('active');
    await received(`unsubscribe ${id} ${(await record()).token}`);
    expect((await record()).state).toBe('unsubscribed');
  });
});

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>World</title><link>http://feeds.example.org/</link>
<item><guid>1</guid><title>A bridge opens</title><link>http://feeds.example.org/1</link><description>After ten years.</description></item>
<item><guid>2</guid><title>A tunnel closes</title><link>http://feeds.example.org/2</link><description>For ten weeks.</description></item>
</channel></rss>`;

/**
 * The stack deployed by the real CDK CLI to the emulator, and a newsletter run
 * by it for two days: the deployed code, under the deployed functions' variables
 * and roles, started by events of the services that start them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetBucketEncryptionCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manageUrl, subscriberId } from '../../functions/model/subscriber.ts';
import { dawnpost } from '../cli/process.ts';
import { testRegion } from './emulator.ts';
import { type SentMail, startAccount } from './runtime/account.ts';
import type { Schedule } from './runtime/deployed.ts';
import { notifiedComplaint, publishedBounce, receivedMail, snsEvent } from './runtime/events.ts';
import { assume } from './runtime/lambda.ts';
import { elements, query, rest } from './runtime/rest.ts';
import { nextFiring } from './runtime/schedule.ts';
import type { Asked } from './runtime/wire.ts';

const minuteMs = 60_000;
const stages = ['collect', 'digest', 'deliver', 'subscribe', 'feedback'];
const sender = 'digest@news.example.com';

/** Types that the emulator does not make: its buckets hold everyone to a policy's denials and look at no condition, such as that of TLS. */
const passedOver = ['AWS::S3::BucketPolicy'];

/** Messages that a worker has in flight: what a crash can repeat, at most. */
const inFlight = 4;

const newsletter = (name: string, at: string): string => `
name: ${name}
from: ${name} <${sender}>
postalAddress: 1 Example Road, London
locale: en-GB
timezone: Europe/London
leaveAddress: leave@in.example.com
alerts: you@example.org
schedule: { at: "${at}" }
collect: { every: 45m }
deliver: { window: ${inFlight} }
sections:
  - title: World
    feeds:
      - url: http://feeds.example.org/world.xml
        name: Example World
`;

const item = (n: number, title: string): string => `<item><guid>${n}</guid><title>${title}</title><link>http://feeds.example.org/${n}</link><description>What happened.</description></item>`;
const items = [item(1, 'A bridge opens'), item(2, 'A tunnel closes')];
const rss = (): string => `<?xml version="1.0"?><rss version="2.0"><channel><title>World</title><link>http://feeds.example.org/</link>${items.join('')}</channel></rss>`;

/** Addresses that are stored, and delivered to, together: what one crash strikes. */
function together(count: number): string[] {
  const found: string[] = [];
  for (let n = 0; found.length < count; n++) {
    const address = `reader${n}@example.org`;
    if (subscriberId(address).startsWith('7a')) found.push(address);
  }
  return found;
}

const started = await startAccount(rss);
describe('a newsletter that is deployed, run, deployed again and taken away', { timeout: 5 * minuteMs }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { account } = started;
  const { clock, sqs, url } = account;
  beforeAll(async () => {
    await account.bootstrap();
    await account.deploy(newsletter('The Morning Brief', '06:05'));
  }, 5 * minuteMs);
  afterAll(() => account.stop(), 60_000);

  const readers = together(12);
  const [bouncing, complaining, writing, ...staying] = readers as [string, string, string, ...string[]];
  const joining = 'new.reader@example.net';
  const at = (): Date => new Date(clock.now());
  const lambda = (stage: string) => account.deployed().functions.get(stage)!;
  const output = (name: string): string => account.deployed().outputs[name]!;
  const schedule = (stage: string, expression: string): Schedule => account.deployed().schedules.find((one) => one.target === lambda(stage).arn && one.expression.startsWith(expression))!;
  const morning = (): Schedule => schedule('digest', 'cron(5 6 ');
  const states = (...addresses: string[]): Promise<string[]> => Promise.all(addresses.map(async (address) => (await account.subscriber(address)).state));
  const to = ({ destinations }: SentMail): string => destinations[0]!;
  let due: Date;

  /** The requests that change something, from now on. */
  function changes(): Asked[] {
    const seen: Asked[] = [];
    account.watch((asked) => {
      if (asked.action !== 'GET' && asked.action !== 'HEAD') seen.push(asked);
      return true;
    });
    return seen;
  }

  /** What SES takes while that is done. */
  async function mailsOf(act: () => Promise<unknown>): Promise<readonly SentMail[]> {
    const before = (await account.mails()).length;
    await act();
    return (await account.mails()).slice(before);
  }

  it('has every resource made, but for those known to be passed over', async () => {
    const template = JSON.parse(await readFile(join(account.assembly, 'Dawnpost.template.json'), 'utf8')) as { Resources: Record<string, { Type: string }> };
    const made = new Set(account.deployed().resources.map(({ logicalId }) => logicalId));
    expect(made.size).toBeGreaterThan(30);
    const types = Object.entries(template.Resources).flatMap(([id, { Type }]) => (made.has(id) ? [] : [Type]));
    expect([...new Set(types)]).toEqual(passedOver);
  });

  it('has its functions, and what starts them', async () => {
    const { functions, schedules, mappings, subscriptions, routes } = account.deployed();
    expect(output('Pages')).toMatch(/^https:\/\/\w+\.execute-api\.eu-west-1\.amazonaws\.com$/);
    expect(output('Dkim1')).toMatch(/^\S+\._domainkey\.news\.example\.com CNAME \S+$/);
    expect([...functions.keys()]).toEqual(expect.arrayContaining(stages));
    for (const { variables } of functions.values()) expect(variables['BUCKET']).toBe(output('BucketName'));

    const encryption = await account.s3.send(new GetBucketEncryptionCommand({ Bucket: output('BucketName') }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);

    const input = '{"time":"<aws.scheduler.scheduled-time>"}';
    const enabled = { state: 'ENABLED', input };
    expect(schedules).toContainEqual({ ...enabled, target: lambda('digest').arn, expression: 'cron(5 6 ? * MON,TUE,WED,THU,FRI,SAT,SUN *)', timezone: 'Europe/London' });
    expect(schedules).toContainEqual({ ...enabled, target: lambda('collect').arn, expression: 'rate(45 minutes)', timezone: expect.any(String) as string });
    expect(mappings).toContainEqual({ queue: expect.stringContaining('Shards') as string, target: lambda('deliver').arn, batchSize: 1, state: 'Enabled', reportsFailures: true, concurrency: 2 });
    expect(subscriptions).toContainEqual(expect.objectContaining({ protocol: 'lambda', topic: lambda('feedback').variables['TOPIC_ARN'], target: lambda('feedback').arn }));
    for (const key of ['$default', 'POST /subscribe']) expect(routes).toContainEqual({ key, target: lambda('subscribe').arn, payloadFormat: '2.0' });

    for (const stage of ['collect', 'digest', 'feedback']) {
      const { DestinationConfig } = await rest<{ DestinationConfig: { OnFailure: { Destination: string } } }>(url, 'lambda', `/2019-09-25/functions/${lambda(stage).name}/event-invoke-config`);
      expect(DestinationConfig.OnFailure.Destination.split(':').at(-1)).toBe(output('FailuresQueue').split('/').at(-1));
    }
  });

  it('collects the feed, when its schedule is due', async () => {
    const polls = schedule('collect', 'rate');
    expect(await account.fire(polls, at())).toMatchObject({ polled: 1, failed: 0, fresh: 2 });
    expect(await account.fire(polls, at())).toMatchObject({ polled: 0, fresh: 0 });
  });

  it('holds each function to what its own role permits', async () => {
    const as = async <Client>(stage: string, make: (options: object) => Client): Promise<Client> => {
      const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = await assume(url, lambda(stage));
      return make({ endpoint: url, region: testRegion, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    };
    const Bucket = output('BucketName');
    const outcome = (sent: Promise<unknown>): Promise<string> => sent.then(() => 'permitted', (error: Error) => error.name);
    const s3 = await as('collect', (options) => new S3Client(options));
    const [feed] = Object.keys(await account.objects('feeds/')) as [string];
    expect(await outcome(s3.send(new GetObjectCommand({ Bucket, Key: feed })))).toBe('permitted');
    expect(await outcome(s3.send(new GetObjectCommand({ Bucket, Key: 'feeds/none.json' })))).toBe('NoSuchKey');
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'items/' })))).toBe('permitted');
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'subscribers/' })))).toBe('AccessDenied');
    expect(await outcome(s3.send(new GetObjectCommand({ Bucket, Key: 'subscribers/7a.json' })))).toBe('AccessDenied');
    expect(await outcome(s3.send(new PutObjectCommand({ Bucket, Key: 'issues/2026-01-01/issue.json', Body: '{}' })))).toBe('AccessDenied');
    const queue = await as('subscribe', (options) => new SQSClient(options));
    expect(await outcome(queue.send(new SendMessageCommand({ QueueUrl: output('DeliveryQueue'), MessageBody: '{}' })))).toBe('AccessDenied');
    const ses = await as('deliver', (options) => new SESClient(options));
    const from = (address: string) => new SendRawEmailCommand({ Source: address, Destinations: ['somebody@example.org'], ConfigurationSetName: output('ConfigurationSet'), RawMessage: { Data: Buffer.from(`From: ${address}\r\n\r\nHello`) } });
    expect(await outcome(ses.send(from('other@news.example.com')))).toBe('AccessDenied');
    for (const client of [s3, queue, ses]) client.destroy();
    expect(await account.denied()).toHaveLength(5);
  });

  it('takes a reader in by the page, and only the button confirms', async () => {
    expect(await (await account.page(`${output('Pages')}/subscribe`)).text()).toContain('<form');
    const mails = await mailsOf(async () => {
      const asked = await account.page(`${output('Pages')}/subscribe`, { address: joining });
      expect(asked.status).toBe(200);
      expect(await asked.text()).toContain(joining);
    });
    expect(mails.map(to)).toEqual([joining]);
    const mail = await simpleParser(mails[0]!.raw_data);
    expect(mail.from?.value).toMatchObject([{ name: 'The Morning Brief', address: sender }]);
    const link = new RegExp(`${output('Pages')}/confirm/\\S+`).exec(mail.text!)![0];

    const seen = changes();
    const shown = await account.page(link);
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('<form')]);
    expect(seen).toEqual([]);
    expect(await account.objects('subscribers/')).toEqual({});

    expect(await (await account.page(link, {})).text()).toContain('You are subscribed');
    expect(await states(joining)).toEqual(['active']);
  });

  it('takes in those whom the operator adds', async () => {
    const added = await dawnpost('subscribers', 'add', ...readers, '--stack', 'Dawnpost', '--config', account.config);
    expect(added.code, added.stderr).toBe(0);
    expect(await states(...readers)).toEqual(readers.map(() => 'active'));
  });

  it('makes the issue when it is due, and mails it to each of them once', async () => {
    due = nextFiring(morning(), at());
    clock.to(due);
    const mails = await mailsOf(async () => {
      expect(await account.fire(morning(), due)).toMatchObject({ outcome: 'frozen', stories: 2, date: due.toISOString().slice(0, 10) });
      const batches = await account.poll('deliver');
      expect(batches.map(({ result }) => result)).toEqual(batches.map(() => ({ payload: { batchItemFailures: [] } })));
    });
    expect(mails.map(to).toSorted()).toEqual([...readers, joining].toSorted());
    for (const { raw_data } of mails) {
      const mail = await simpleParser(raw_data);
      const line = (name: string): string | undefined => mail.headerLines.find(({ key }) => key === name)?.line;
      expect(line('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      expect(line('list-unsubscribe')).toContain(`<${output('Pages')}/unsubscribe/`);
      for (const part of [mail.text, mail.html]) expect(part).toEqual(expect.stringContaining('A bridge opens'));
    }
    const page = await account.page(`${output('Pages')}/issues/${due.toISOString().slice(0, 10)}`);
    expect(await page.text()).toContain('A bridge opens');
    // One process took all of it.
    expect(account.runtime('deliver').starts()).toBe(1);
  });

  it('mails nobody twice, though the schedule fires once more', async () => {
    const mails = await mailsOf(async () => {
      expect(await account.fire(morning(), due)).toMatchObject({ outcome: 'frozen-before' });
      expect((await account.poll('deliver')).length).toBeGreaterThan(1);
    });
    expect(mails).toEqual([]);
  });

  it('lets a reader leave in one click', async () => {
    const mail = (await account.mails()).findLast((one) => to(one) === joining)!;
    const links = (await simpleParser(mail.raw_data)).headers.get('list') as unknown as { unsubscribe: { url: string; mail: string } };
    expect(links.unsubscribe.mail).toContain('leave@in.example.com');
    const seen = changes();
    expect((await account.page(links.unsubscribe.url)).status).toBe(200);
    expect(seen).toEqual([]);
    expect((await account.page(links.unsubscribe.url, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect(await states(joining)).toEqual(['unsubscribed']);
  });

  it('hears of bounces and complaints by the topic, and of those who leave by mail', async () => {
    const { arn: subscription, topic, target } = account.deployed().subscriptions.find((one) => one.target === lambda('feedback').arn)!;
    const told = (message: unknown, of = topic) => account.invoke('feedback', snsEvent({ topic: of, subscription, message, at: at() }));
    const mailOf = async (address: string) => ({ messageId: (await account.mails()).findLast((one) => to(one) === address)!.id, from: sender, to: address, at: due });
    clock.advance(10 * minuteMs);
    await told(publishedBounce(await mailOf(staying[0]!), output('ConfigurationSet'), at()), `${topic}-of-others`);
    await told(publishedBounce(await mailOf(bouncing), output('ConfigurationSet'), at()));
    await told(notifiedComplaint(await mailOf(complaining), at()));

    const rules = await query(url, 'ses', { Action: 'DescribeReceiptRuleSet', RuleSetName: output('LeaveRules') });
    expect(elements(rules, 'FunctionArn')).toEqual([target]);
    const [leave] = elements(elements(rules, 'Recipients')[0]!, 'member') as [string];
    const mail = (await account.mails()).findLast((one) => to(one) === writing)!;
    const links = (await simpleParser(mail.raw_data)).headers.get('list') as unknown as { unsubscribe: { mail: string } };
    const subject = new URL(`mailto:${links.unsubscribe.mail}`).searchParams.get('subject')!;
    await account.invoke('feedback', receivedMail({ from: writing, to: leave, subject, at: at(), target }));
    expect(await states(bouncing, complaining, writing, ...staying)).toEqual(['bounced', 'complained', 'unsubscribed', ...staying.map(() => 'active')]);
  });

  it('runs what else is on a schedule', async () => {
    const others = account.deployed().schedules.filter(({ target }) => ![lambda('collect').arn, lambda('digest').arn].includes(target));
    for (const other of others) await account.fire(other, at());
  });

  it('delivers the next issue to the rest, though a crash strikes amid it', async () => {
    items.unshift(item(3, 'A ferry sails'));
    const next = nextFiring(morning(), at());
    clock.to(new Date(next.getTime() - 20 * minuteMs));
    expect(await account.fire(schedule('collect', 'rate'), at())).toMatchObject({ polled: 1, fresh: 1 });
    clock.to(next);
    expect(await account.fire(morning(), next)).toMatchObject({ outcome: 'frozen', stories: 1 });

    // Amid the second window.
    const strikesAt = inFlight + 2;
    let submissions = 0;
    account.watch(({ action }) => {
      if (action !== 'SendRawEmail' || ++submissions !== strikesAt) return true;
      account.runtime('deliver').kill();
      return false;
    });
    const crashed = await mailsOf(async () => {
      const batches = await account.poll('deliver');
      expect(batches.at(-1)).toMatchObject({ result: { error: { errorType: 'Runtime.ExitError' } }, failed: [{ attributes: { ApproximateReceiveCount: '1' } }] });
    });
    expect(crashed.length).toBeGreaterThanOrEqual(inFlight);
    expect(crashed.length).toBeLessThan(staying.length);
    expect(await account.poll('deliver')).toEqual([]);

    account.watch(() => true);
    clock.advance(6 * minuteMs + 1000);
    const resumed = await mailsOf(async () => {
      expect(await account.poll('deliver')).toMatchObject([{ failed: [], records: [{ attributes: { ApproximateReceiveCount: '2' } }] }]);
    });
    expect(account.runtime('deliver').starts()).toBe(2);
    const all = [...crashed, ...resumed].map(to);
    expect([...new Set(all)].toSorted()).toEqual(staying.toSorted());
    expect(all.length - staying.length).toBeLessThanOrEqual(inFlight);
    // The first window was on the ledger.
    expect(resumed.map(to)).not.toEqual(expect.arrayContaining(crashed.map(to).slice(0, inFlight)));
    for (const { raw_data } of resumed) expect((await simpleParser(raw_data)).text).toContain('A ferry sails');
  });

  it('puts what leads nowhere aside, after ten tries', async () => {
    const poison = ['no JSON', JSON.stringify({ date: '2001-01-01', shard: '00', part: 0, of: 1 })];
    for (const MessageBody of poison) await sqs.send(new SendMessageCommand({ QueueUrl: output('DeliveryQueue'), MessageBody }));
    const starts = account.runtime('deliver').starts();
    for (let tries = 1; tries <= 10; tries++) {
      const batches = await account.poll('deliver');
      expect(batches.map(({ failed }) => failed.map(({ attributes }) => attributes['ApproximateReceiveCount']))).toEqual([[String(tries)], [String(tries)]]);
      const results = batches.map(({ result }) => result);
      expect(results).toContainEqual({ error: expect.objectContaining({ errorType: 'SyntaxError' }) as unknown });
      expect(results).toContainEqual({ payload: { batchItemFailures: [{ itemIdentifier: expect.any(String) as string }] } });
      clock.advance(6 * minuteMs + 1000);
    }
    expect(await account.poll('deliver')).toEqual([]);
    expect(account.runtime('deliver').starts()).toBe(starts);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: output('UndeliveredQueue'), MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body }) => Body).toSorted()).toEqual(poison.toSorted());
  });

  it('has asked for nothing that its roles do not permit', async () => {
    expect(await account.denied()).toHaveLength(5);
  });

  it('is changed by another deploy, which leaves the readers as they are', async () => {
    const before = { deployed: account.deployed(), subscribers: await account.objects('subscribers/'), issues: await account.objects('issues/') };
    const left = await account.subscriber(joining);
    await account.deploy(newsletter('The Evening Brief', '18:30'));
    for (const name of ['BucketName', 'DeliveryQueue', 'ConfigurationSet', 'Pages']) expect(output(name)).toBe(before.deployed.outputs[name]);
    expect(await account.objects('subscribers/')).toEqual(before.subscribers);
    expect(await account.objects('issues/')).toEqual(before.issues);

    const { functions, schedules } = account.deployed();
    expect(schedules).toContainEqual(expect.objectContaining({ target: lambda('digest').arn, expression: 'cron(30 18 ? * MON,TUE,WED,THU,FRI,SAT,SUN *)' }));
    expect(schedules.filter(({ expression }) => expression.startsWith('cron(5 6 '))).toEqual([]);
    for (const [stage, { arn, codeSha256, variables }] of functions) {
      expect({ arn, variables }).toEqual({ arn: before.deployed.functions.get(stage)!.arn, variables: before.deployed.functions.get(stage)!.variables });
      expect(codeSha256).not.toBe(before.deployed.functions.get(stage)!.codeSha256);
    }
    expect(await (await account.page(`${output('Pages')}/subscribe`)).text()).toContain('The Evening Brief');
    // A link of an old mail leads to the same reader.
    expect(await (await account.page(manageUrl(output('Pages'), subscriberId(staying[0]!), (await account.subscriber(staying[0]!)).token))).text()).toContain(staying[0]);
    expect(await account.subscriber(joining)).toEqual(left);
  });

  it('is taken away, but for the bucket and the readers in it', async () => {
    const before = await account.objects('');
    expect(Object.keys(before)).toContain('subscribers/7a.json');
    await account.destroy();
    const { Functions } = await rest<{ Functions: { FunctionName: string }[] }>(url, 'lambda', '/2015-03-31/functions/');
    const { Schedules } = await rest<{ Schedules: { Name: string }[] }>(url, 'scheduler', '/schedules');
    const queues = elements(await query(url, 'sqs', { Action: 'ListQueues' }), 'QueueUrl');
    const names = [...Functions.map(({ FunctionName }) => FunctionName), ...Schedules.map(({ Name }) => Name), ...queues];
    expect(names.filter((name) => name.includes('Dawnpost'))).toEqual([]);
    expect((await rest<{ items: unknown[] }>(url, 'apigateway', '/v2/apis')).items).toEqual([]);
    expect(await account.objects('')).toEqual(before);
    expect(await states(bouncing, ...staying)).toEqual(['bounced', ...staying.map(() => 'active')]);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateReceiptRuleSetCommand, SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { s3Store } from '../../functions/aws/store.ts';
import { configPrint } from '../../functions/config-print.ts';
import { loadConfig } from '../../functions/config-file.ts';
import { deliveryKey, planKey, subscribersKey } from '../../functions/keys.ts';
import { emulatorEnv, startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { type Asked, awsFront, deniedJson, deniedXml, type Said } from '../doctor/aws-front.ts';
import { dnsServer, type Zone } from '../doctor/dns-server.ts';
import { freeze, issueOf } from '../fixtures.ts';
import { dawnpost, type Ended } from './process.ts';

interface Json {
  readonly todo: number;
  readonly unknown: number;
  readonly checks: readonly { readonly id: string; readonly status: string; readonly text: string; readonly todo?: string; readonly lines?: readonly string[] }[];
  readonly costs: { readonly readers: number; readonly total: number };
}
const reportOf = ({ stdout }: Ended): Json => JSON.parse(stdout) as Json;
const statusesOf = (report: Json): Record<string, string> => Object.fromEntries(report.checks.map(({ id, status }) => [id, status]));
const checkOf = (report: Json, id: string) => report.checks.find((check) => check.id === id);
/** All but the SDK's word on old versions of Node. */
const own = (stderr: string): string => stderr.split('\n').filter((line) => /^dawnpost|rror/.test(line)).join('\n');

const rss = '<rss version="2.0"><channel><item><guid>1</guid><title>Item</title></item></channel></rss>';
let pagesStatus = 200;
const web = createServer(({ url }, response) => {
  if (url === '/feed') response.writeHead(200).end(rss);
  else if (url === '/subscribe') response.writeHead(pagesStatus).end('<p>join</p>');
  else response.writeHead(404).end();
});
let base = '';
let dir = '';
let zone: Zone = {};
const dns = await dnsServer(() => zone);
const before = { ...process.env };
const now = '2026-03-02T12:00:00Z';
const domain = 'news.morning.test';

beforeAll(async () => {
  await new Promise<void>((ready) => web.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  dir = await mkdtemp(join(tmpdir(), 'dawnpost-doctor-'));
});
afterAll(async () => {
  process.env = before;
  web.close().closeAllConnections();
  await dns.stop();
  await rm(dir, { recursive: true, force: true });
});

/** A newsletter.yaml of these lines beside what every one needs; yields its path. */
async function newsletter(more = '', feed = `${base}/feed`): Promise<string> {
  const file = join(dir, 'newsletter.yaml');
  await writeFile(file, `name: Morning\nfrom: Morning <digest@${domain}>\npostalAddress: 2 High Street, London\nstack: Morning\nsections: [{ title: All, feeds: [{ url: "${feed}", name: Good }] }]\n${more}`);
  return file;
}
const run = async (...args: string[]): Promise<Ended> => dawnpost('doctor', '--config', join(dir, 'newsletter.yaml'), '--allow-private', '--now', now, '--dns', dns.address, ...args);

describe('dawnpost doctor', { timeout: 120_000 }, () => {
  beforeEach(() => {
    process.env = { ...before, ...emulatorEnv('http://127.0.0.1:1') };
    zone = { [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=none'] } };
  });

  it('goes on with what needs no account where there are no credentials', async () => {
    await newsletter();
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
    const ended = await run();
    expect({ code: ended.code, own: own(ended.stderr) }).toEqual({ code: 1, own: '' });
    expect(ended.stdout).toContain('  to do    no AWS credentials\n           → log in as for the aws command (`aws sso login`), or set AWS_PROFILE\n');
    expect(ended.stdout).toContain('  unknown  CDK bootstrap, SES: not asked without credentials\n');
    expect(ended.stdout).toContain('  unknown  stack Morning: not asked without credentials\n');
    expect(ended.stdout).toContain('  ok       DMARC: p=none, so receivers only report\n');
    expect(ended.stdout).toContain('  ok       1 feed, all can be collected\n');
    expect(ended.stdout).toContain('with 1,000 readers, for example (--readers N)');
  });

  it('says how to set a region where there is none', async () => {
    await newsletter();
    delete process.env['AWS_REGION'];
    const { stdout } = await run('--no-feeds');
    expect(stdout).toContain('  to do    no AWS region\n           → set AWS_REGION, such as eu-west-1');
    expect(stdout).toContain('AWS_DEFAULT_REGION is read by the aws command, not by this one: AWS_REGION=eu-west-1');
    expect(stdout).toContain('account, CDK bootstrap, SES: not asked without a region');
    expect(stdout).not.toContain('Feeds');
  });

  it('ends with clear lines where nobody answers', async () => {
    await newsletter('leaveAddress: leave@in.morning.test\n', 'http://127.0.0.1:1/feed');
    zone = { [`_dmarc.${domain}`]: 'silent', 'in.morning.test': 'broken' };
    const report = await run('--json');
    expect({ code: report.code, own: own(report.stderr) }).toEqual({ code: 1, own: '' });
    const { checks } = reportOf(report);
    expect(checks.filter(({ status }) => status === 'unknown').map(({ text }) => text)).toEqual([
      'account, CDK bootstrap, SES: no answer (ECONNREFUSED)',
      `SES identity of ${domain}, mail to leave@in.morning.test: no answer (ECONNREFUSED)`,
      expect.stringMatching(/^DMARC, MX of in\.morning\.test: no answer \(E(TIMEOUT|SERVFAIL)\)$/) as string,
      'stack Morning: no answer (ECONNREFUSED)',
    ]);
    expect(checks.find(({ id }) => id === 'feeds.answer')).toMatchObject({ status: 'todo', text: "1 of 1 feed can't be collected" });
  });

  it('refuses a wrong newsletter.yaml and a wrong command line', async () => {
    await newsletter('stories: many\n');
    expect(await run()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('stories is not a key of newsletter.yaml') as string });
    await newsletter();
    expect(await run('--dns', 'nowhere')).toMatchObject({ code: 2, stderr: 'nowhere is no address of a DNS server: write one such as 1.1.1.1, or 127.0.0.1:5353\n' });
    expect(await run('--readers', 'many')).toMatchObject({ code: 2, stderr: expect.stringContaining('write how many readers, such as 5000.') as string });
  });
});

const lateAlarm = 'Morning-AlarmsLate1A2B3C4D-X5Y6Z7';
const otherAlarm = 'Morning-Evening-AlarmsLate1A2B3C4D-X5Y6Z7';
const started = await startEmulator();
describe('dawnpost doctor on an account', { timeout: 120_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const aws = { endpoint: emulator.url, region: testRegion, credentials: testCredentials };
  const [s3, sqs, sns, ses, cloudFormation, cloudWatch] = [new S3Client(aws), new SQSClient(aws), new SNSClient(aws), new SESClient(aws), new CloudFormationClient(aws), new CloudWatchClient(aws)];
  const queues: Record<string, string> = {};
  const topics: Record<string, string> = {};
  let front: Awaited<ReturnType<typeof awsFront>>;
  /** What a test changes of what the account says. */
  let otherwise: (asked: Asked) => Said | undefined = () => undefined;
  let account: object = {};
  let identity: object | undefined;
  let destinations: object[] = [];

  const json = (body: object): Said => ({ status: 200, body: JSON.stringify(body) });
  function answer(asked: Asked): Said | undefined {
    const changed = otherwise(asked);
    if (changed) return changed;
    // The emulator has none of these, or not what they tell of DKIM.
    if (asked.operation === 'GET /v2/email/account') return json(account);
    if (asked.operation === 'GET /v2/email/configuration-sets/morning/event-destinations') return json({ EventDestinations: destinations });
    if (asked.operation === `GET /v2/email/identities/${domain}` && identity) return json(identity);
    return undefined;
  }

  const stack = (name: string, outputs: Readonly<Record<string, string>>) =>
    cloudFormation.send(new CreateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } }, Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])) }),
    }));

  async function deploy(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const loaded = loadConfig(join(dir, 'newsletter.yaml'));
    if (loaded.kind === 'problems') throw new Error(loaded.text);
    await stack('Morning', {
      BucketName: 'morning', DeliveryQueue: queues['delivery']!, ConfigurationSet: 'morning', Pages: base,
      UndeliveredQueue: queues['undelivered']!, FailuresQueue: queues['failures']!, FeedbackTopic: topics['feedback']!, AlertsTopic: topics['alerts']!,
      Config: configPrint(loaded.config), ...more,
    });
  }

  beforeAll(async () => {
    front = await awsFront(emulator.url, answer);
    await s3.send(new CreateBucketCommand({ Bucket: 'morning', CreateBucketConfiguration: { LocationConstraint: testRegion } }));
    for (const name of ['delivery', 'undelivered', 'failures']) queues[name] = (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl!;
    for (const name of ['feedback', 'alerts', 'bare']) topics[name] = (await sns.send(new CreateTopicCommand({ Name: name }))).TopicArn!;
    await sns.send(new SubscribeCommand({ TopicArn: topics['feedback'], Protocol: 'lambda', Endpoint: `arn:aws:lambda:${testRegion}:123456789012:function:feedback` }));
    await sns.send(new SubscribeCommand({ TopicArn: topics['alerts'], Protocol: 'email', Endpoint: 'me@morning.test' }));
    await stack('CDKToolkit', {});
    const alarm = { Namespace: 'Dawnpost', MetricName: 'Late', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' as const, Statistic: 'Sum' as const };
    // As CloudFormation names them; the third is of a stack whose name only begins as ours does.
    for (const name of [lateAlarm, 'Morning-AlarmsFailures1A2B3C4D-X5Y6Z7', otherAlarm]) await cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName: name, AlarmDescription: `Morning: ${name}. What to do: docs/runbook.md#late` }));
    const shard = (state: string, n: number): [string, object] => [`7a${n}`, { address: `reader${n}@morning.test`, state, token: 'x'.repeat(22), since: now }];
    await s3Store(s3, 'morning').create(subscribersKey('7a'), JSON.stringify({ version: 1, nonce: '', subscribers: Object.fromEntries([shard('active', 1), shard('active', 2), shard('unsubscribed', 3)]) }));
  });
  afterAll(async () => {
    for (const client of [s3, sqs, sns, ses, cloudFormation, cloudWatch]) client.destroy();
    await front.stop();
    await emulator.stop();
  });
  beforeEach(async () => {
    process.env = { ...before, ...emulatorEnv(front.url) };
    otherwise = () => undefined;
    pagesStatus = 200;
    account = {
      ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY', SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 3 }, PricingAttributes: { CurrentPlan: 'NONE' },
    };
    identity = {
      VerifiedForSendingStatus: true, DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', Tokens: ['one', 'two', 'three'], SigningHostedZone: 'dkim.amazonses.com' },
      MailFromAttributes: { MailFromDomain: `bounce.${domain}`, MailFromDomainStatus: 'SUCCESS', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    };
    destinations = [{ Name: 'events', Enabled: true, MatchingEventTypes: ['BOUNCE', 'COMPLAINT'], SnsDestination: { TopicArn: topics['feedback'] } }];
    zone = {
      [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=none'] },
      [`bounce.${domain}`]: { MX: [`feedback-smtp.${testRegion}.amazonses.com`], TXT: ['v=spf1 include:amazonses.com ~all'] },
      ...Object.fromEntries(['one', 'two', 'three'].map((token) => [`${token}._domainkey.${domain}`, { CNAME: `${token}.dkim.amazonses.com` }])),
    };
    await newsletter('alerts: me@morning.test\n');
  });

  it('before the deploy says what stands in its way', async () => {
    const ready = await run('--json');
    expect(checkOf(reportOf(ready), 'sender.identity')).toMatchObject({ status: 'todo', text: `SES has the identity ${domain} already, so a deploy that makes it would fail`, todo: 'write `domain: { identity: existing }`' });
    expect(checkOf(reportOf(ready), 'stack.status')).toMatchObject({ status: 'todo', text: 'Morning is not deployed yet' });

    identity = undefined;
    zone = {};
    account = { ...account, ProductionAccessEnabled: false, SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 } };
    const report = reportOf(await run('--json', '--readers', '5000'));
    expect(statusesOf(report)).toEqual({
      'machine.node': 'ok', 'machine.region': 'ok', 'file.valid': 'ok', 'file.alerts': 'ok', 'aws.credentials': 'ok', 'aws.bootstrap': 'ok',
      'ses.sandbox': 'todo', 'ses.quota': 'ok', 'ses.suppression': 'ok', 'sender.identity': 'ok', 'dns.dmarc': 'todo', 'stack.status': 'todo',
      'readers.quota': 'todo', 'readers.pace': 'ok', 'feeds.answer': 'ok',
    });
    expect(checkOf(report, 'dns.dmarc')?.lines).toEqual([`_dmarc.${domain} TXT "v=DMARC1; p=none"`]);
    expect(dns.asked).toContain('_dmarc.morning.test TXT');
    expect(report.costs.readers).toBe(5000);

    await newsletter('domain: { identity: existing }\n');
    expect(checkOf(reportOf(await run('--json', '--no-feeds')), 'sender.identity')).toMatchObject({ status: 'todo', text: `\`domain.identity: existing\`, but SES has no identity ${domain} in ${testRegion}` });
  });

  describe('once deployed', () => {
    beforeAll(async () => {
      await newsletter('alerts: me@morning.test\n');
      await deploy();
      const store = s3Store(s3, 'morning');
      await freeze({ store }, issueOf('2026-03-02', { at: '2026-03-02T07:00:00Z', shards: ['7a'] }));
      const at = '2026-03-02T07:00:10Z';
      await store.create(planKey('2026-03-02'), JSON.stringify({ version: 1, nonce: '', date: '2026-03-02', at, recipients: 2, shards: [{ shard: '7a', recipients: 2, parts: 1 }] }));
      await store.create(deliveryKey('2026-03-02', '7a'), JSON.stringify({ version: 1, nonce: '', entries: { '7a1': { state: 'submitted', messageId: 'a', at }, '7a2': { state: 'submitted', messageId: 'b', at } } }));
    });

    it('finds nothing to do where all is well, and says what it has looked at', async () => {
      const ended = await run();
      expect({ code: ended.code, own: own(ended.stderr) }, ended.stdout).toEqual({ code: 0, own: '' });
      expect(ended.stdout.replaceAll(base, 'BASE').split('\n')).toEqual(expect.arrayContaining([
        `  ok       region ${testRegion}, from AWS_REGION`,
        expect.stringMatching(/^ {2}ok {7}account 123456789012, as /),
        '  ok       SES: 50,000 mails in 24 hours (3 used), 14 a second',
        `  ok       DKIM: verified, mails of ${domain} are signed`,
        `  ok       MX of bounce.${domain}: leads to SES`,
        '  ok       newsletter.yaml is as deployed',
        '  ok       SES reports bounces and complaints',
        '  ok       the feedback function hears of them',
        '  ok       2 alarms, none of them on',
        '  ok       no deliveries that were given up',
        '  ok       the pages answer at BASE/subscribe',
        '  ok       last issue 2026-03-02: 2 of 2 submitted; 2 a second',
        '  ok       2 active subscribers',
        '  ok       1 feed, all can be collected',
        'Costs: US dollars for 30 days with 2 readers, by list price in us-east-1; docs/costs.md says more',
        'nothing to do',
      ]));
    });

    it('names what has gone wrong, each with what to do', async () => {
      await newsletter('alerts: me@morning.test\nlimits: { stories: 20 }\nschedule: { at: "08:00" }\n');
      account = { ...account, SendingEnabled: false, EnforcementStatus: 'PROBATION', SuppressionAttributes: { SuppressedReasons: ['BOUNCE'] }, PricingAttributes: { CurrentPlan: 'ESSENTIALS' }, SendQuota: { Max24HourSend: 1, MaxSendRate: 1, SentLast24Hours: 0 } };
      identity = { VerifiedForSendingStatus: false, DkimAttributes: { SigningEnabled: true, Status: 'PENDING', Tokens: ['one', 'two', 'three'], SigningHostedZone: 'dkim.amazonses.com' }, MailFromAttributes: { MailFromDomain: `bounce.${domain}`, MailFromDomainStatus: 'FAILED' } };
      destinations = [{ Name: 'events', Enabled: false, MatchingEventTypes: ['BOUNCE', 'COMPLAINT'], SnsDestination: { TopicArn: topics['feedback'] } }];
      zone = { [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }, [`one._domainkey.${domain}`]: { CNAME: 'one.dkim.amazonses.com' } };
      pagesStatus = 500;
      await sqs.send(new SendMessageCommand({ QueueUrl: queues['undelivered'], MessageBody: '{}' }));
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: lateAlarm, StateValue: 'ALARM', StateReason: 'test' }));
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: otherAlarm, StateValue: 'ALARM', StateReason: 'test' }));
      const ended = await run('--json');
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: lateAlarm, StateValue: 'OK', StateReason: 'test' }));
      await sqs.send(new PurgeQueueCommand({ QueueUrl: queues['undelivered'] }));
      expect(ended.code).toBe(1);
      const report = reportOf(ended);
      expect(Object.entries(statusesOf(report)).flatMap(([id, status]) => (status === 'ok' ? [] : [`${id} ${status}`]))).toEqual([
        'ses.enforcement todo', 'ses.enabled todo', 'ses.suppression advice', 'ses.plan advice', 'sender.identity todo', 'sender.dkim todo', 'sender.mailFrom todo',
        'dns.dmarc todo', 'dns.mailFromMx todo', 'dns.spf todo', 'stack.config todo', 'stack.bounces todo', 'stack.alarm.Late todo', 'stack.undelivered todo', 'stack.pages todo', 'readers.quota todo',
      ]);
      expect(checkOf(report, 'sender.dkim')?.lines).toEqual([
        `one._domainkey.${domain} CNAME one.dkim.amazonses.com   (there)`,
        `two._domainkey.${domain} CNAME two.dkim.amazonses.com   (not there yet)`,
        `three._domainkey.${domain} CNAME three.dkim.amazonses.com   (not there yet)`,
      ]);
      expect(checkOf(report, 'stack.config')?.text).toBe('newsletter.yaml is not as deployed: limits, schedule');
      expect(checkOf(report, 'stack.alarm.Late')?.todo).toBe('docs/runbook.md#late');
      expect(checkOf(report, 'stack.undelivered')?.text).toBe('deliveries that were given up: 1');
    });

    it('takes a denied right for a line, names the right, and goes on', async () => {
      otherwise = ({ operation }) =>
        operation === 'GET /v2/email/account' ? deniedJson('ses:GetAccount') : operation === 'ListSubscriptionsByTopic' ? deniedXml('SNS:ListSubscriptionsByTopic', 'AuthorizationError') : undefined;
      const ended = await run();
      expect({ code: ended.code, own: own(ended.stderr) }).toEqual({ code: 1, own: '' });
      expect(ended.stdout).toContain('  unknown  SES: these credentials may not ask\n           → allow them ses:GetAccount, or use those that deploy the newsletter\n');
      expect(ended.stdout).toContain('  unknown  who hears of bounces, who hears of alarms: these credentials may not ask\n           → allow them sns:ListSubscriptionsByTopic, or');
      expect(ended.stdout).toContain('  ok       2 active subscribers\n');
      expect(ended.stdout).toMatch(/\n2 not looked at\n$/);
    });

    it('says that AWS does not take credentials that have expired', async () => {
      otherwise = ({ operation }) => (operation.startsWith('GET /v2') ? { status: 403, headers: { 'x-amzn-errortype': 'ExpiredTokenException' }, body: '{"message":"expired"}' } : deniedXml('x', 'ExpiredToken'));
      const { stdout } = await run('--no-feeds');
      expect(stdout).toContain('  to do    AWS does not take the credentials (ExpiredToken)\n           → log in again');
      expect(stdout).toContain('  unknown  CDK bootstrap, SES: not answered, as AWS does not take the credentials\n');
    });

    it('tells alerts that nobody has confirmed, and a bounce that no function hears of', async () => {
      otherwise = ({ operation, body }) => {
        if (operation !== 'ListSubscriptionsByTopic') return undefined;
        const member = body.includes('alerts') ? '<member><TopicArn>t</TopicArn><Protocol>email</Protocol><SubscriptionArn>PendingConfirmation</SubscriptionArn><Owner>1</Owner><Endpoint>me@morning.test</Endpoint></member>' : '';
        return { status: 200, headers: { 'content-type': 'text/xml' }, body: `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${member}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>` };
      };
      const report = reportOf(await run('--json', '--no-feeds'));
      expect(checkOf(report, 'stack.alerts')).toMatchObject({ status: 'todo', text: 'alarms are not mailed to me@morning.test: not confirmed yet' });
      expect(checkOf(report, 'stack.feedback')).toMatchObject({ status: 'todo', text: 'no function hears of bounces and complaints' });
    });

    it('says which receipt rule set must be active for leaving by mail', async () => {
      await newsletter('alerts: me@morning.test\nleaveAddress: leave@in.morning.test\ndomain: { ruleSet: mine }\n');
      await ses.send(new CreateReceiptRuleSetCommand({ RuleSetName: 'mine' }));
      expect(checkOf(reportOf(await run('--json', '--no-feeds')), 'sender.leave')).toMatchObject({ status: 'todo', todo: '`aws ses set-active-receipt-rule-set --rule-set-name mine`' });
      await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: 'mine' }));
      zone = { ...zone, 'in.morning.test': { MX: [`inbound-smtp.${testRegion}.amazonaws.com`] } };
      const report = reportOf(await run('--json', '--no-feeds'));
      expect([checkOf(report, 'sender.leave')?.status, checkOf(report, 'dns.leaveMx')?.status]).toEqual(['ok', 'ok']);
    });

    it('looks at the stack that --stack names', async () => {
      const report = reportOf(await run('--json', '--no-feeds', '--stack', 'CDKToolkit'));
      expect(checkOf(report, 'stack.config')?.text).toBe('an earlier version of Dawnpost is deployed');
      expect(checkOf(report, 'readers.count')?.text).toContain("the stack has no BucketName: is it the newsletter's own?");
      await cloudFormation.send(new DeleteStackCommand({ StackName: 'Morning' }));
      expect(checkOf(reportOf(await run('--json', '--no-feeds')), 'stack.status')?.text).toBe('Morning is not deployed yet');
    });
  });
});

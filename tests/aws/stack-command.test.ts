import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Store } from '../../functions/aws/store.ts';
import { dawnpost } from '../cli/process.ts';
import { freeze, issueOf } from '../fixtures.ts';
import { emulatorEnv, startEmulator, testCredentials, testRegion } from './emulator.ts';

const started = await startEmulator();
describe('the command on a deployed newsletter, by the name of its stack', { timeout: 120_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const aws = { endpoint: emulator.url, region: testRegion, credentials: testCredentials };
  const [s3, sqs, ses, cloudFormation] = [new S3Client(aws), new SQSClient(aws), new SESClient(aws), new CloudFormationClient(aws)];
  const before = { ...process.env };
  const date = '2026-03-02';
  let dir = '';
  let queueUrl = '';
  beforeAll(async () => {
    Object.assign(process.env, emulatorEnv(emulator.url));
    dir = await mkdtemp(join(tmpdir(), 'dawnpost-stack-'));
    await writeFile(join(dir, 'newsletter.yaml'), 'name: Test\nfrom: T <t@example.com>\npostalAddress: x\nsections: [{ title: All, feeds: [{ url: "https://a.example/feed" }] }]\n');
    await s3.send(new CreateBucketCommand({ Bucket: 'deployed', CreateBucketConfiguration: { LocationConstraint: testRegion } }));
    await ses.send(new VerifyDomainIdentityCommand({ Domain: 'example.com' }));
    queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'delivery' }))).QueueUrl!;
    const output = (Value: string) => ({ Value });
    const Outputs = { BucketName: output('deployed'), DeliveryQueue: output(queueUrl), ConfigurationSet: output('set'), Pages: output('https://pages.example.com') };
    // A stack has a resource at least.
    const Resources = { Topic: { Type: 'AWS::SNS::Topic' } };
    await cloudFormation.send(new CreateStackCommand({ StackName: 'Morning', TemplateBody: JSON.stringify({ Resources, Outputs }) }));
    await cloudFormation.send(new CreateStackCommand({ StackName: 'Other', TemplateBody: JSON.stringify({ Resources }) }));
    await freeze({ store: s3Store(s3, 'deployed') }, issueOf(date, { at: new Date().toISOString(), shards: ['7a'] }));
  });
  afterAll(async () => {
    process.env = before;
    for (const client of [s3, sqs, ses, cloudFormation]) client.destroy();
    await emulator.stop();
    await rm(dir, { recursive: true, force: true });
  });
  const run = (...args: string[]) => dawnpost(...args, '--config', join(dir, 'newsletter.yaml'));

  it('says how the last delivery does', async () => {
    expect((await run('status', '--stack', 'Morning')).stdout).toContain('delivery       not begun yet');
  });

  it('sends a test through SES', async () => {
    const sent = await run('send-test', '--to', 'me@example.org', '--date', date, '--stack', 'Morning');
    expect(sent.stdout).toContain('me@example.org ← the issue of 2026-03-02');
    const data = (await (await fetch(`${emulator.url}/moto-api/data.json`)).json()) as { ses?: { RawMessage?: { destinations: string[]; raw_data: string }[] } };
    expect(data.ses?.RawMessage).toMatchObject([{ destinations: expect.arrayContaining(['me@example.org']) as string[] }]);
    expect(data.ses?.RawMessage?.[0]?.raw_data).toContain('Subject: =?UTF-8?Q?=5BTest=5D');
  });

  it('hands an issue over to the deployed functions', async () => {
    expect((await run('resume', date, '--stack', 'Morning')).stdout).toContain('is handed over: none of it was submitted so far\n  `dawnpost status` says how it does');
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(Messages?.map(({ Body }) => JSON.parse(Body!) as unknown)).toEqual([{ date }]);
  });

  it('says what to do where it can not', async () => {
    expect((await run('status', '--stack', 'None')).stderr).toContain('there is no stack None in this account and region: `npx cdk list` prints its name');
    expect((await run('status', '--stack', 'Other')).stderr).toContain('the stack Other has no BucketName, DeliveryQueue, ConfigurationSet, Pages');
    for (const command of ['deliver', 'run']) expect(await run(command, '--stack', 'Morning')).toMatchObject({ code: 2 });
    expect((await run('resume', date, '--data', 's3://deployed')).stderr).toContain('name its stack with --stack NAME');
  });
});

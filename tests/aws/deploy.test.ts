import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { emulatorEnv, startEmulator, testRegion } from './emulator.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const account = '123456789012';

const started = await startEmulator({ extended: true });
describe('cdk deploy', () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  // moto finds the bucket of a template's URL in its path only where the host is called localhost.
  const url = emulator.url.replace('127.0.0.1', 'localhost');
  let home = '';
  afterAll(async () => {
    await emulator.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('of the real stack by the real CLI completes, and everything is there', { timeout: 5 * 60_000 }, async () => {
    home = await mkdtemp(join(tmpdir(), 'dawnpost-home-'));
    const env = {
      PATH: process.env['PATH'],
      HOME: home,
      ...emulatorEnv(url),
      CDK_DEFAULT_ACCOUNT: account,
      CDK_DEFAULT_REGION: testRegion,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    };
    const cdk = (cwd: string, ...args: string[]) =>
      run(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices'], { cwd, env, maxBuffer: 1e8 });
    const aws = async (query: string, ...args: string[]): Promise<unknown> => {
      const { stdout } = await run('aws', ['--endpoint-url', url, '--output', 'json', '--query', query, ...args], { env });
      return JSON.parse(stdout) as unknown;
    };

    await cdk(home, 'bootstrap', `aws://${account}/${testRegion}`);
    // Directly, as moto forgets the outputs of a stack that comes of a change set.
    const app = ['--output', join(home, 'out'), '-c', 'config=tests/cdk/newsletter.yaml'];
    await cdk(root, 'deploy', '--require-approval', 'never', '--method', 'direct', ...app);

    expect(await aws('Stacks[0].StackStatus', 'cloudformation', 'describe-stacks', '--stack-name', 'Dawnpost')).toBe('CREATE_COMPLETE');
    const outputs = new Map(
      (await aws('Stacks[0].Outputs[].[OutputKey,OutputValue]', 'cloudformation', 'describe-stacks', '--stack-name', 'Dawnpost')) as [string, string][],
    );
    expect(outputs.get('Pages')).toMatch(/^https:\/\/\w+\.execute-api\.eu-west-1\.amazonaws\.com$/);
    expect(outputs.get('Dkim1')).toMatch(/^\S+\._domainkey\.news\.example\.com CNAME \S+$/);
    const bucket = outputs.get('BucketName')!;

    const functions = (await aws('Functions[].[Runtime,Environment.Variables.BUCKET]', 'lambda', 'list-functions')) as string[][];
    expect(functions).toEqual(Array.from({ length: 5 }, () => ['nodejs24.x', bucket]));

    const names = (await aws('Schedules[].Name', 'scheduler', 'list-schedules')) as string[];
    const schedules = await Promise.all(
      names.map((name) => aws('[ScheduleExpression,ScheduleExpressionTimezone,State,Target.Input]', 'scheduler', 'get-schedule', '--name', name)),
    );
    const input = '{"time":"<aws.scheduler.scheduled-time>"}';
    expect(schedules).toHaveLength(2);
    expect(schedules).toContainEqual(['cron(5 6 ? * MON,WED,FRI *)', 'Europe/London', 'ENABLED', input]);
    expect(schedules).toContainEqual(['rate(45 minutes)', expect.anything(), 'ENABLED', input]);

    const queues = (await aws('QueueUrls', 'sqs', 'list-queues')) as string[];
    expect(queues).toHaveLength(3);
    const sources = (await aws('EventSourceMappings[].[BatchSize,State,FunctionResponseTypes,ScalingConfig.MaximumConcurrency]', 'lambda', 'list-event-source-mappings')) as unknown[];
    expect(sources).toEqual([[1, 'Enabled', ['ReportBatchItemFailures'], 2]]);
    const encryption = 'ServerSideEncryptionConfiguration.Rules[].ApplyServerSideEncryptionByDefault.SSEAlgorithm';
    expect(await aws(encryption, 's3api', 'get-bucket-encryption', '--bucket', bucket)).toEqual(['AES256']);
  });
});

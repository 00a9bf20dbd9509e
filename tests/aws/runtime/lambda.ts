/** The deployed functions, ready to be invoked: their own code, variables and role. */
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { testRegion } from '../emulator.ts';
import { unpackCode } from './code.ts';
import type { Deployed, DeployedFunction } from './deployed.ts';
import { elements, query } from './rest.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import type { TestClock } from './test-clock.ts';

/** Credentials of a session, as variables of a process. */
export type SessionCredentials = Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN', string>>;

/** Takes on a function's role, as Lambda does for it. */
export async function assume(url: string, { role, name }: Pick<DeployedFunction, 'role' | 'name'>): Promise<SessionCredentials> {
  const xml = await query(url, 'sts', { Action: 'AssumeRole', Version: '2011-06-15', RoleArn: role, RoleSessionName: name });
  const [id, secret, token] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((element) => elements(xml, element)[0]!) as [string, string, string];
  return { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token };
}

/** The client and what is loaded before it, as plain modules: no loader stands between Node and the deployed code. */
export async function compileClient(into: string): Promise<{ script: string; imports: string[] }> {
  const from = (name: string): string => join(import.meta.dirname, `${name}.ts`);
  const outdir = join(into, 'runtime');
  await build({ entryPoints: [from('client'), from('clock'), from('../feed-host')], outdir, entryNames: '[name]', outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning' });
  return { script: join(outdir, 'client.mjs'), imports: [join(outdir, 'clock.mjs'), join(outdir, 'feed-host.mjs')] };
}

/** Variables that Lambda sets, beside those of the function. */
export function reservedVariables(lambda: DeployedFunction, taskRoot: string): Record<string, string> {
  return {
    _HANDLER: lambda.handler,
    AWS_REGION: testRegion,
    AWS_DEFAULT_REGION: testRegion,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: lambda.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]00000000000000000000000000000000',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: process.env['PATH'] ?? '',
  };
}

/** Makes a runtime for each function. `wireUrl`: where they find AWS. */
export async function runFunctions(
  deployed: Deployed,
  { url, wireUrl, s3, assets, dir, clock, feedPort }: { readonly url: string; readonly wireUrl: string; readonly s3: S3Client; readonly assets: string; readonly dir: string; readonly clock: TestClock; readonly feedPort: string },
): Promise<ReadonlyMap<string, Runtime>> {
  const client = await compileClient(dir);
  const made = [...deployed.functions].map(async ([stage, lambda]): Promise<[string, Runtime]> => {
    const code = await unpackCode(url, s3, assets, lambda, dir);
    const env = {
      ...reservedVariables(lambda, code),
      ...lambda.variables,
      ...(await assume(url, lambda)),
      AWS_ENDPOINT_URL: wireUrl,
      DAWNPOST_CLOCK: clock.file,
      FEED_PORT: feedPort,
    };
    return [stage, await startRuntime({ ...client, functionArn: lambda.arn, timeoutSeconds: lambda.timeoutSeconds, env, now: () => clock.now() })];
  });
  return new Map(await Promise.all(made));
}

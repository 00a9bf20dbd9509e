/**
 * What runs a function: a stand-in for Lambda's Node.js runtime, a process that
 * takes one invocation after the other from the Runtime API
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Configured by
 * the variables that Lambda sets
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: unknown) => unknown;

const env = process.env as Record<string, string>;
const agent = new Agent({ keepAlive: true });

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No time limit: the next invocation may be long in coming. Without the API there is nothing left to do. */
function call(method: string, path: string, body = '', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const outgoing = request(`http://${env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers as Record<string, string>, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', () => process.exit(0));
    outgoing.end(body);
  });
}

function described(thrown: unknown): { errorType: string; errorMessage: string; stackTrace: string[] } {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), stackTrace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, stackTrace: (thrown.stack ?? '').split('\n').slice(1).map((line) => line.trim()) };
}

async function fail(path: string, thrown: unknown, errorType = described(thrown).errorType): Promise<void> {
  await call('POST', path, JSON.stringify({ ...described(thrown), errorType }), { 'Lambda-Runtime-Function-Error-Type': errorType });
}

async function load(): Promise<Handler> {
  const named = env['_HANDLER']!;
  const at = named.lastIndexOf('.');
  const [file, name] = [join(env['LAMBDA_TASK_ROOT']!, named.slice(0, at)), named.slice(at + 1)];
  const found = ['.js', '.mjs', '.cjs'].map((ending) => file + ending).find((path) => existsSync(path));
  if (found === undefined) throw Object.assign(new Error(`Cannot find module '${named.slice(0, at)}'`), { name: 'Runtime.ImportModuleError' });
  const handler = ((await import(pathToFileURL(found).href)) as Record<string, unknown>)[name];
  if (typeof handler !== 'function') throw Object.assign(new Error(`${named} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  return handler as Handler;
}

let path: string | undefined;
const giveUp = (errorType: string | undefined, code: number) => (thrown: unknown) => void fail(path ? `${path}/error` : '/init/error', thrown, errorType).then(() => process.exit(code));
process.on('uncaughtException', giveUp(undefined, 129));
process.on('unhandledRejection', giveUp('Runtime.UnhandledPromiseRejection', 128));

/** Context of an invocation (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html). */
function contextOf(headers: Answer['headers']): unknown {
  const end = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
}

const handler = await load().catch(async (thrown: unknown) => {
  await fail('/init/error', thrown);
  return process.exit(1);
});
for (;;) {
  const { headers, body } = await call('GET', '/invocation/next');
  path = `/invocation/${headers['lambda-runtime-aws-request-id']}`;
  process.env['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id'];
  try {
    const result = await handler(JSON.parse(body), contextOf(headers));
    await call('POST', `${path}/response`, JSON.stringify(result) ?? 'null');
  } catch (thrown) {
    await fail(`${path}/error`, thrown);
  }
  path = undefined;
}

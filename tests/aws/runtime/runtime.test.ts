import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SqsRecord } from './events.ts';
import { compileClient, reservedVariables } from './lambda.ts';
import { httpEvent } from './pages.ts';
import { failedOf } from './poller.ts';
import { startRuntime } from './runtime.ts';
import { nextFiring, scheduledEvent } from './schedule.ts';

const lambda = { name: 'stage', arn: 'arn:aws:lambda:eu-west-1:123456789012:function:stage', role: '', handler: 'index.handler', timeoutSeconds: 20, memoryMb: 512, variables: {}, codeSha256: '', logGroup: 'Logs' };

describe('the runtime that stands in for Lambda', () => {
  let dir = '';
  let script = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dawnpost-runtime-'));
    ({ script } = await compileClient(dir));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function functionOf(code: string, { timeoutSeconds = 20, handler = 'index.handler' } = {}) {
    const root = await mkdtemp(join(dir, 'code-'));
    await writeFile(join(root, 'index.mjs'), code);
    const runtime = await startRuntime({ functionArn: lambda.arn, timeoutSeconds, script, env: reservedVariables({ ...lambda, handler }, root) });
    onTestFinished(() => runtime.stop());
    return runtime;
  }

  it('hands over event and context, and keeps the process from one to the next', async () => {
    const runtime = await functionOf('let n = 0; export const handler = async (event, context) => ({ n: ++n, event, context, left: context.getRemainingTimeInMillis(), tz: process.env.TZ, trace: process.env._X_AMZN_TRACE_ID });');
    const first = await runtime.invoke({ a: 'ü' });
    expect(first).toMatchObject({ payload: { n: 1, event: { a: 'ü' }, tz: ':UTC', trace: expect.stringMatching(/^Root=1-/) as string, context: { functionName: 'stage', functionVersion: '$LATEST', memoryLimitInMB: '512', invokedFunctionArn: lambda.arn, logGroupName: 'Logs', awsRequestId: expect.stringMatching(/^[\w-]{36}$/) as string } } });
    const { left } = (first as { payload: { left: number } }).payload;
    expect(left).toBeLessThanOrEqual(20_000);
    expect(left).toBeGreaterThan(0);
    expect(await Promise.all([runtime.invoke(1), runtime.invoke(2)])).toMatchObject([{ payload: { n: 2, event: 1 } }, { payload: { n: 3, event: 2 } }]);
    expect(runtime.starts()).toBe(1);
  });

  it('takes nothing for null, and tells of what is thrown; the process goes on', async () => {
    const runtime = await functionOf('let n = 0; export const handler = async (event) => { n++; if (event === "throw") throw new TypeError("no"); return event === "count" ? n : undefined; };');
    expect(await runtime.invoke('nothing')).toEqual({ payload: null });
    expect(await runtime.invoke('throw')).toEqual({ error: { errorType: 'TypeError', errorMessage: 'no', stackTrace: expect.arrayContaining([expect.stringContaining('handler')]) as string[] } });
    expect(await runtime.invoke('count')).toEqual({ payload: 3 });
    expect(runtime.starts()).toBe(1);
  });

  it('begins anew after a process that has ended, by itself, by a promise that nobody caught, or at the end of its time', async () => {
    const runtime = await functionOf('export const handler = async (event) => { if (event === "exit") process.exit(3); if (event === "reject") { void Promise.reject(new Error("nobody")); await new Promise((r) => setTimeout(r, 5000)); } if (event === "hang") await new Promise((r) => setTimeout(r, 60_000)); return process.pid; };', { timeoutSeconds: 2 });
    expect(await runtime.invoke('exit')).toMatchObject({ error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') as string } });
    expect(await runtime.invoke('reject')).toMatchObject({ error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'nobody' } });
    expect(await runtime.invoke('hang')).toMatchObject({ error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('timed out after 2.00 seconds') as string } });
    expect(await runtime.invoke('pid')).toEqual({ payload: expect.any(Number) as number });
    expect(runtime.starts()).toBe(4);
  });

  it('tells of code that does not load, and of a handler that is not there', async () => {
    expect(await (await functionOf('throw new RangeError("at the start");')).invoke({})).toMatchObject({ error: { errorType: 'RangeError', errorMessage: 'at the start' } });
    expect(await (await functionOf('export const other = 1;')).invoke({})).toMatchObject({ error: { errorType: 'Runtime.HandlerNotFound' } });
    expect(await (await functionOf('', { handler: 'none.handler' })).invoke({})).toMatchObject({ error: { errorType: 'Runtime.ImportModuleError' } });
  });
});

describe('what stands in for the services that start functions', () => {
  it('counts as failed what a batch names, and all of it where it is not understood', () => {
    const records = ['a', 'b'].map((messageId) => ({ messageId }) as SqsRecord);
    const failed = (payload: unknown): string[] => failedOf(records, { payload }, true).map(({ messageId }) => messageId);
    const naming = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
    for (const none of [null, {}, { batchItemFailures: null }, naming()]) expect(failed(none)).toEqual([]);
    expect(failed(naming('b'))).toEqual(['b']);
    for (const all of [naming(''), naming(null), naming('c'), naming('a', 'c'), { batchItemFailures: [{ bad: 'a' }] }, { batchItemFailures: 'a' }]) expect(failed(all)).toEqual(['a', 'b']);
    expect(failedOf(records, { error: { errorType: 'Error', errorMessage: '' } }, true)).toEqual(records);
    expect(failedOf(records, { payload: naming('a') }, false)).toEqual([]);
  });

  it('knows when a schedule is due, daylight saving included', () => {
    const next = (expression: string, timezone: string, after: string): string => nextFiring({ expression, timezone }, new Date(after)).toISOString();
    expect(next('cron(5 6 ? * MON,WED,FRI *)', 'Europe/London', '2026-03-27T06:05:00Z')).toBe('2026-03-30T05:05:00.000Z');
    expect(next('cron(0 7 ? * MON-FRI *)', 'Asia/Tokyo', '2026-03-06T00:00:00Z')).toBe('2026-03-08T22:00:00.000Z');
    expect(next('cron(0/15 * ? * * *)', 'UTC', '2026-03-06T23:50:10Z')).toBe('2026-03-07T00:00:00.000Z');
    expect(next('rate(45 minutes)', 'UTC', '2026-03-06T00:00:00Z')).toBe('2026-03-06T00:45:00.000Z');
    expect(scheduledEvent({ input: '{"time":"<aws.scheduler.scheduled-time>"}' }, new Date('2026-03-06T07:00:00.000Z'))).toEqual({ time: '2026-03-06T07:00:00Z' });
  });

  it('makes of a request what an HTTP API does', () => {
    const request = { method: 'POST', url: '/a%20b?x=1&x=2&y=%26', headers: { 'content-type': 'application/octet-stream', cookie: 'a=1; b=2' } };
    expect(httpEvent('$default', 'abc', request, Buffer.from([255]), new Date(0), '192.0.2.1')).toMatchObject({ version: '2.0', rawPath: '/a b', rawQueryString: 'x=1&x=2&y=%26', queryStringParameters: { x: '1,2', y: '&' }, cookies: ['a=1', 'b=2'], isBase64Encoded: true, body: '/w==' });
  });
});

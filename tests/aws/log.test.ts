import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type FunctionName } from '../../cdk/bundle.ts';
import { loadConfig } from '../../functions/config-file.ts';
import { emulatorEnv } from './emulator.ts';
import { type Answer, loopback, type Request } from './loopback.ts';

const root = join(import.meta.dirname, '../..');

interface Said {
  /** All bytes of both streams. */
  readonly all: string;
  readonly lines: readonly Record<string, unknown>[];
}

function said(args: readonly string[], { input = '', env = {} }: { input?: string; env?: Record<string, string | undefined> }): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--no-warnings', '--import', 'tsx', ...args], { cwd: root, env: { PATH: process.env['PATH'], ...env }, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) => {
      const all = stdout + stderr;
      const lines = all.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
      resolve({ all, lines });
    });
    child.stdin!.end(input);
  });
}

/** What a metric filter `{ $.level = "ERROR" }` finds. */
const errors = ({ lines }: Said) => lines.filter(({ level }) => level === 'ERROR');

describe('the log', { timeout: 120_000 }, () => {
  const addresses = ['jane.doe@example.org', '"jane doe"@example.org', 'jané@exämple.org', '用户@例子.广告', 'mailto:jane%2Bx%40example.org', `${'x'.repeat(100_000)} jane@example.org`];
  let ran: Said;
  beforeAll(async () => {
    ran = await said(['tests/aws/log-lines.ts'], { input: JSON.stringify(addresses) });
  });

  it('is one JSON object a line, that names its function and invocation', () => {
    // Three lines of the log, and the one that Lambda writes of the error.
    expect(ran.all.trim().split('\n')).toHaveLength(4 * addresses.length);
    expect(ran.lines).toHaveLength(4 * addresses.length);
    const ours = ran.lines.filter(({ event }) => event !== undefined);
    for (const line of ours) expect(line).toMatchObject({ timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string, function: 'Dawnpost-Deliver', requestId: 'a-request' });
    expect(ours.find(({ event }) => event === 'full')).toMatchObject({ level: 'WARN', detail: 'TypeError: [address]' });
    expect(ours.find(({ event }) => event === '[address]')).toMatchObject({ level: 'INFO', '[address]': '[address]', deep: [{ '[address]': ['[address]'] }] });
    expect(ours.find(({ event }) => event === 'rejected')).toMatchObject({ level: 'ERROR', reason: '[address]', error: { name: 'TypeError', message: '[address]', cause: { message: 'for [address]' } } });
  });

  it('has no address, wherever it stood, in no byte that a function writes', () => {
    expect(ran.all).not.toMatch(/jane|jané|example\.org|exämple|用户|例子|%40|@/);
  });

  it('is found by a filter for errors, as what Lambda says of an error that left a handler', () => {
    expect(errors(ran).filter(({ event }) => event === 'rejected')).toHaveLength(addresses.length);
    const ofLambda = errors(ran).filter(({ event }) => event === undefined);
    expect(ofLambda).toHaveLength(addresses.length);
    expect(ofLambda[0]).toMatchObject({ message: { errorMessage: '[address]', stackTrace: expect.arrayContaining(['TypeError: [address]']) as string[] } });
    // A log event may have 256 KB: what is longer would be cut, and be no JSON any more.
    for (const line of ran.lines) expect(JSON.stringify(line).length).toBeLessThan(100_000);
  });
});

describe('the functions as they are deployed', { timeout: 120_000 }, () => {
  let bundles = '';
  const stops: (() => void | Promise<void>)[] = [];
  beforeAll(async () => {
    bundles = await mkdtemp(join(tmpdir(), 'dawnpost-log-'));
    stops.push(() => rm(bundles, { recursive: true, force: true }));
    const loaded = loadConfig(join(root, 'tests/cdk/newsletter.yaml'));
    if (loaded.kind === 'problems') throw new Error(loaded.text);
    await bundle(loaded.config, bundles);
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  /** What a function says while AWS answers it as told: refusals that name an address can't be had from an emulator. */
  async function invoked(name: FunctionName, event: unknown, answer: (request: Request) => Answer): Promise<Said> {
    const { url, stop } = await loopback(answer);
    const env = { ...emulatorEnv(url), BUCKET: 'newsletter', QUEUE_URL: `${url}/queue`, BASE_URL: 'https://pages.example.com', RATE_SHARE: '1', TOPIC_ARN: 'topic', STACK: 'Dawnpost' };
    const code = pathToFileURL(join(bundles, name, 'index.mjs')).href;
    try {
      return await said(['tests/aws/invoke.ts', code, JSON.stringify(event)], { env });
    } finally {
      await stop();
    }
  }
  const refusal = (code: string, message: string): Answer => ({ status: 403, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` });
  const post = (path: string, body: string) => ({
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'pages.example.com', 'content-type': 'application/x-www-form-urlencoded' },
    requestContext: { domainName: 'pages.example.com', http: { method: 'POST', path, sourceIp: '192.0.2.1' } },
    isBase64Encoded: false,
    body,
  });

  it('name no address when SES names one in its refusal', async () => {
    const ses = 'Email address is not verified. The following identities failed the check in region EU-WEST-1: jane.doe@example.org, "jane doe"@example.org';
    const rejected = `<ErrorResponse><Error><Type>Sender</Type><Code>MessageRejected</Code><Message>${ses}</Message></Error></ErrorResponse>`;
    const ran = await invoked('subscribe', post('/subscribe', 'address=jane.doe%40example.org'), ({ method, body }) => {
      if (body.includes('SendRawEmail')) return { status: 400, body: rejected };
      return method === 'GET' ? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' } : { status: 200, headers: { etag: '"1"' } };
    });
    expect(errors(ran)).toMatchObject([{ event: 'join', detail: expect.stringMatching(/identities failed the check in region EU-WEST-1: .*, \[address\]$/) as string }]);
    // The page shows it to who wrote it; the log, and that is every line but the answer, does not.
    const logged = ran.all.split('\n').filter((line) => !line.includes('"statusCode"')).join('\n');
    expect(logged).not.toMatch(/jane|example\.org/);
  });

  it('say what fails within a page as a line of the log, without address or token', async () => {
    const ran = await invoked('subscribe', post(`/unsubscribe/${'0'.repeat(32)}/tokentokentokentoken22`, ''), () => refusal('AccessDenied', 'not for jane.doe@example.org'));
    expect(ran.lines.find((line) => 'statusCode' in line)).toMatchObject({ statusCode: 500 });
    expect(errors(ran)).toMatchObject([{ event: 'request', method: 'POST', error: { name: 'AccessDenied', message: 'not for [address]' } }]);
    expect(ran.all).not.toMatch(/jane|tokentoken/);
  });

  it.each([
    ['digest', { time: '2026-03-02T06:05:00Z' }],
    ['deliver', { Records: [{ messageId: 'm', body: JSON.stringify({ date: '2026-03-02' }) }] }],
    ['feedback', { Records: [{ Sns: { TopicArn: 'topic', Message: JSON.stringify({ notificationType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: 'jane.doe@example.org' }] }, mail: { messageId: 'm', timestamp: '2026-03-02T06:05:00Z', destination: ['jane.doe@example.org'] } }) } }] }],
  ] as const)('%s ends with an error that names no address', async (name, event) => {
    const ran = await invoked(name, event, () => refusal('AccessDenied', 'not for jane.doe@example.org'));
    expect(ran.all).toContain('not for [address]');
    expect(ran.all).not.toMatch(/jane|example\.org/);
  });
});

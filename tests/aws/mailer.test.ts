import { SendRawEmailCommand, SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { sesMailer } from '../../functions/aws/mailer.ts';
import type { Mail } from '../../functions/ports.ts';
import { startEmulator, testCredentials, testRegion } from './emulator.ts';
import { type Answer, loopback } from './loopback.ts';

const mail: Mail = {
  from: 'digest@example.com',
  to: 'reader@example.org',
  pieces: [Buffer.from('From: Brief <dig'), Buffer.from('est@example.com>\r\nTo: reader@example.org\r\nSubject: Hi\r\n\r\nGood morning\r\n')],
};
const stops: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function clientOf(endpoint: string, options: { readonly requestTimeout?: number; readonly maxAttempts?: number } = {}): SESClient {
  const { requestTimeout = 5000, maxAttempts = 1 } = options;
  const client = new SESClient({
    endpoint,
    region: testRegion,
    credentials: testCredentials,
    maxAttempts,
    requestHandler: { requestTimeout, throwOnRequestTimeout: true },
  });
  stops.push(() => client.destroy());
  return client;
}

/** An SES that answers so, and how a mail to it fares. */
async function sendTo(answer: Answer) {
  const server = await loopback(() => answer);
  stops.push(server.stop);
  const submission = await sesMailer(clientOf(server.url, { requestTimeout: 300 }), { configurationSet: 'set' }).send(mail);
  return { submission, requests: server.requests };
}

const refused = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});
const failedCheck = (...identities: string[]) =>
  `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${identities.join(', ')}`;

describe('a mail to SES', () => {
  it.each([
    ['all bytes there are', Buffer.from(Array.from({ length: 1000 }, (_, n) => n % 256))],
    ['one byte short of a triple', Buffer.from('>>>???~~~ab')],
    ['a triple', Buffer.from('>>>???~~~abc')],
    ['a part of a larger buffer', Buffer.from('before>?~after').subarray(6, 9)],
    ['nothing', Buffer.from('')],
  ])('is written as the SDK writes it: %s', async (_, raw) => {
    const server = await loopback((): Answer => ({ status: 200, body: '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>' }));
    stops.push(server.stop);
    const options = { configurationSet: 'a set & more' };
    expect(await sesMailer(clientOf(server.url), options).send({ ...mail, pieces: [raw.subarray(0, 1), raw.subarray(1)] })).toMatchObject({ kind: 'submitted' });
    await clientOf(server.url).send(new SendRawEmailCommand({ Source: mail.from, Destinations: [mail.to], RawMessage: { Data: raw }, ConfigurationSetName: options.configurationSet }));
    const [ours, theirs] = server.requests.map(({ body, headers }) => ({ body, length: headers['content-length'], type: headers['content-type'] }));
    expect(ours).toEqual(theirs);
  });

  it('goes to the given address only, with the configuration set', async () => {
    const { submission, requests } = await sendTo({
      status: 200,
      body: '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>id-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
    });
    expect(submission).toEqual({ kind: 'submitted', messageId: 'id-1' });
    const form = new URLSearchParams(requests[0]!.body);
    expect(form.get('Action')).toBe('SendRawEmail');
    expect(form.get('Source')).toBe(mail.from);
    expect([...form].filter(([name]) => name.startsWith('Destinations'))).toEqual([['Destinations.member.1', mail.to]]);
    expect(form.get('ConfigurationSetName')).toBe('set');
    expect(Buffer.from(form.get('RawMessage.Data')!, 'base64')).toEqual(Buffer.concat(mail.pieces));
  });

  it.each([
    ['throttled', 400, 'Throttling', 'Maximum sending rate exceeded.'],
    ['throttled', 400, 'ThrottlingException', 'Rate exceeded'],
    ['halted', 400, 'Throttling', 'Daily message quota exceeded.'],
    ['halted', 400, 'AccountSendingPausedException', 'Email sending is disabled for your account.'],
    ['halted', 400, 'ConfigurationSetSendingPausedException', 'Email sending is disabled for the configuration set.'],
    ['halted', 400, 'ConfigurationSetDoesNotExist', 'Configuration set <set> does not exist.'.replace(/[<>]/g, '')],
    ['halted', 400, 'MailFromDomainNotVerifiedException', 'The MX record of the MAIL FROM domain could not be read.'],
    ['halted', 400, 'MessageRejected', "Sending suspended for this account. For more information, please check the inbox of the email address associated with your AWS account."],
    ['halted', 400, 'MessageRejected', failedCheck('digest@example.com')],
    ['halted', 400, 'MessageRejected', failedCheck('digest@example.com', 'reader@example.org')],
    ['halted', 400, 'MessageRejected', failedCheck('another-reader@example.org')],
    ['halted', 400, 'MessageRejected', 'Email address is not verified.'],
    ['rejected', 400, 'MessageRejected', failedCheck('reader@example.org')],
    ['rejected', 400, 'MessageRejected', failedCheck('Reader &lt;READER@example.org&gt;')],
    ['rejected', 400, 'MessageRejected', 'Address blacklisted.'],
    ['rejected', 400, 'InvalidParameterValue', "Missing final '@domain'"],
    ['halted', 403, 'AccessDenied', 'User is not authorized to perform ses:SendRawEmail'],
    ['halted', 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
    ['halted', 400, 'SomethingNew', 'that nobody has heard of'],
    ['uncertain', 500, 'InternalFailure', 'The request processing has failed because of an unknown error.'],
    ['uncertain', 503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'],
  ] as const)('is %s at %i %s: %s', async (kind, status, code, message) => {
    const { submission, requests } = await sendTo(refused(status, code, message));
    expect(submission.kind).toBe(kind);
    expect(requests).toHaveLength(1);
    expect((submission as { reason: string }).reason).toContain(code.replace(/Exception$/, ''));
    expect((submission as { reason: string }).reason.toLowerCase()).not.toContain(mail.to);
  });

  it.each(['cut', 'silence', { status: 200, body: 'not XML <' }, { status: 502, body: '<html>Bad gateway</html>' }] satisfies Answer[])(
    'is uncertain, after one attempt, when the answer is %o',
    async (answer) => {
      const { submission, requests } = await sendTo(answer);
      expect(submission.kind).toBe('uncertain');
      expect(requests).toHaveLength(1);
    },
  );

  it('is throttled where no connection comes about: it may go a moment later, and has not gone', async () => {
    const server = await loopback(() => 'silence');
    await server.stop();
    expect((await sesMailer(clientOf(server.url)).send(mail)).kind).toBe('throttled');
  });

  it('uses no connection that may have died while the Lambda was frozen', async () => {
    const server = await loopback(() => refused(400, 'MessageRejected', 'no'));
    stops.push(server.stop);
    const mailer = sesMailer(clientOf(server.url));
    await mailer.send(mail);
    await mailer.send(mail);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    stops.push(() => void vi.useRealTimers());
    await mailer.send(mail);
    const [first, second, third] = server.requests.map(({ port }) => port);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('is not sent by a client that would try twice', async () => {
    await expect(sesMailer(clientOf('http://127.0.0.1:9', { maxAttempts: 2 })).send(mail)).rejects.toThrow('maxAttempts');
  });
});

describe('the quota of SES', () => {
  const quota = (max: number, rate: number, sent: number): Answer => ({
    status: 200,
    body: `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult><SentLast24Hours>${sent}</SentLast24Hours><Max24HourSend>${max}</Max24HourSend><MaxSendRate>${rate}</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>`,
  });
  it.each([
    [quota(200, 1, 50), { perSecond: 1, perDay: 200, remainingToday: 150 }],
    [quota(-1, 14, 50), { perSecond: 14, perDay: Infinity, remainingToday: Infinity }],
    [quota(200, 1, 201), { perSecond: 1, perDay: 200, remainingToday: 0 }],
  ])('is read', async (answer, expected) => {
    const server = await loopback(() => answer);
    stops.push(server.stop);
    expect(await sesMailer(clientOf(server.url)).quota()).toEqual(expected);
  });

  it('is asked for again when it was asked for too often, and not when it may not be', { timeout: 30_000 }, async () => {
    const server = await loopback((_, before) => (before < 2 ? refused(400, 'Throttling', 'Rate exceeded') : quota(200, 1, 0)));
    stops.push(server.stop);
    expect((await sesMailer(clientOf(server.url)).quota()).remainingToday).toBe(200);
    const denied = await loopback(() => refused(403, 'AccessDenied', 'no'));
    stops.push(denied.stop);
    await expect(sesMailer(clientOf(denied.url)).quota()).rejects.toThrow('no');
    expect(denied.requests).toHaveLength(1);
  });
});

const started = await startEmulator();
describe('SES in the emulator', () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  afterAll(() => emulator.stop());

  it('takes a mail of a verified sender, byte for byte, and rejects others', { timeout: 60_000 }, async () => {
    const client = clientOf(emulator.url);
    const mailer = sesMailer(client);
    expect((await mailer.send(mail)).kind).toBe('rejected');
    await client.send(new VerifyEmailIdentityCommand({ EmailAddress: mail.from }));
    const before = await mailer.quota();
    const submission = await mailer.send(mail);
    expect(submission).toEqual({ kind: 'submitted', messageId: expect.any(String) as string });
    const [arrived] = await mailsIn(emulator.url);
    expect(arrived).toMatchObject({ source: mail.from, raw_data: Buffer.concat(mail.pieces).toString() });
    expect(arrived!.id).toBe((submission as { messageId: string }).messageId);
    expect((await mailer.quota()).remainingToday).toBeLessThan(before.remainingToday);
  });
});

/** What moto's SES has taken: its internal state, which it serves at /moto-api/data.json. */
async function mailsIn(url: string): Promise<{ id: string; source: string; destinations: string[]; raw_data: string }[]> {
  const data = (await (await fetch(`${url}/moto-api/data.json`)).json()) as { ses?: { RawMessage?: never[] } };
  return data.ses?.RawMessage ?? [];
}

/**
 * One sender, in a process of its own, and what it costs. By the kind that the
 * first argument names:
 *
 * - `dawnpost BUNDLE`: the deployed handler, given the messages of the parent as Lambda gives them
 * - `constant COUNT`: the same SES client, one constant message again and again
 * - `stock COUNT`: the same with the SDK's own serializer
 * - `bare COUNT`: the same bytes posted by node:http, unsigned: what HTTP alone costs
 * - `nodemailer COUNT`: each message composed by nodemailer, sent by the stock client
 */
import { Agent, request } from 'node:http';
import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import { rawEmailCommand } from '../../functions/aws/raw-email.ts';
import { sesClient } from '../../functions/aws.ts';
import type { Cost, FromSender, Message, ToSender } from './senders.ts';

const inFlight = 10;
const [, , kind, argument] = process.argv as unknown as [string, string, string, string];

const say = (message: FromSender): void => void process.send!(message);
let peak = 0;
const look = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
setInterval(look, 100).unref();

async function measured(work: () => Promise<void>): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  look();
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - start, peakMb: peak / 1e6 };
}

/** The same work `count` times, as many at once as a window has. */
async function again(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  await Promise.all(Array.from({ length: inFlight }, async () => {
    while (left-- > 0) await work();
  }));
}

function constantSender(message: Message): () => Promise<unknown> {
  if (kind === 'bare') return barePost(message);
  const client: SESClient = sesClient();
  const raw = Buffer.from(message.raw, 'latin1');
  const envelope = { Source: message.from, Destinations: [message.to] };
  if (kind === 'constant') return () => client.send(rawEmailCommand(envelope, [raw]));
  return async () => client.send(new SendRawEmailCommand({ ...envelope, RawMessage: { Data: kind === 'nodemailer' ? await composed(message) : raw } }));
}

function barePost({ from, to, raw }: Message): () => Promise<void> {
  const form = new URLSearchParams({ Action: 'SendRawEmail', Version: '2010-12-01', Source: from, 'Destinations.member.1': to, 'RawMessage.Data': Buffer.from(raw, 'latin1').toString('base64') });
  const body = Buffer.from(form.toString());
  const agent = new Agent({ keepAlive: true });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  return () =>
    new Promise((resolve, reject) => {
      const posted = request(process.env['AWS_ENDPOINT_URL']!, { method: 'POST', agent, headers }, (answer) => answer.resume().once('end', resolve));
      posted.once('error', reject).end(body);
    });
}

function composed({ from, to, html, text }: Message): Promise<Buffer> {
  const headers = { 'List-Unsubscribe': '<https://news.example.com/unsubscribe>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  return new MailComposer({ from, to, subject: 'News of the day', html, text, headers, textEncoding: 'quoted-printable' }).compile().build();
}

process.on('disconnect', () => process.exit());
if (kind === 'dawnpost') {
  const { handler } = (await import(argument)) as { handler: (event: unknown, context: unknown) => Promise<unknown> };
  const end = Date.now() + 1e9;
  process.on('message', ({ bodies }: Extract<ToSender, { bodies: unknown }>) => {
    const work = async (): Promise<void> => {
      for (const body of bodies) await handler({ Records: [{ messageId: 'm', body }] }, { awsRequestId: crypto.randomUUID(), getRemainingTimeInMillis: () => end - Date.now() });
    };
    void measured(work).then((cost) => say({ kind: 'cost', cost }));
  });
} else {
  process.on('message', ({ message }: Extract<ToSender, { message: unknown }>) => {
    const send = constantSender(message);
    void again(200, send).then(() => measured(() => again(Number(argument), send))).then((cost) => say({ kind: 'cost', cost }));
  });
}
say({ kind: 'ready' });

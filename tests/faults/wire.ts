import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import type { Said } from './answers.ts';
import type { Asked } from './weather.ts';

/** An answer of the emulator, with the headers that are its own. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<{ [name: string]: string | string[] | undefined }>;
  readonly body: Buffer;
}

/** One request, read to its end. */
export interface Wired {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Reads a request; undefined where the worker dies as it sends it. */
export async function readRequest(incoming: IncomingMessage): Promise<Wired | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return incoming.complete ? { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body: Buffer.concat(chunks) } : undefined;
}

/** What of AWS is asked; throws at what delivery has no business with. */
export function askedOf({ method, path, headers, body }: Wired, bucket: string): Asked {
  const target = headers['x-amz-target'];
  if (target === 'AmazonSQS.SendMessageBatch') return { kind: 'queue' };
  const { pathname, searchParams } = new URL(path, 'http://aws.invalid');
  const key = pathname.startsWith(`/${bucket}/`) ? decodeURIComponent(pathname.slice(bucket.length + 2)) : '';
  if (key !== '' && (method === 'PUT' || method === 'GET' || method === 'HEAD')) return { kind: method === 'PUT' ? 'put' : 'get', key };
  // Who there is, counted for the plan.
  if (method === 'GET' && searchParams.get('prefix') === 'subscribers/') return { kind: 'get', key: 'subscribers/' };
  const form = new URLSearchParams(body.toString('latin1'));
  if (form.get('Action') === 'GetSendQuota') return { kind: 'quota' };
  const to = form.get('Destinations.member.1');
  if (form.get('Action') !== 'SendRawEmail' || to === null || form.has('Destinations.member.2')) throw new Error(`${method} ${path} ${String(target)}`);
  return { kind: 'send', address: to, mail: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString('latin1') };
}

// The emulator closes each connection itself.
const agent = new Agent({ keepAlive: false });

/** Has the emulator do it. */
export function forward(target: string, { method, path, headers, body }: Wired): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { 'transfer-encoding': _, connection: _own, ...kept } = headers;
    const outgoing = request(`${target}${path}`, { method, agent, headers: { ...kept, 'content-length': body.length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** What is said, as an answer. */
export const toAnswer = ({ status, type, body }: Said): Answer => ({ status, headers: { 'content-type': type }, body: Buffer.from(body) });

/** Answers the worker; resolves when it is out. Without the date, by which the SDK would take the test's clock for a wrong one. */
export async function reply(outgoing: ServerResponse, { status, headers, body }: Answer, torn = false): Promise<void> {
  const { date: _date, connection: _connection, 'transfer-encoding': _encoding, ...kept } = headers;
  outgoing.sendDate = false;
  outgoing.writeHead(status, { ...kept, ...(status !== 304 && { 'content-length': body.length + (torn ? 1000 : 0) }) });
  if (torn) outgoing.write(body, () => outgoing.destroy());
  else outgoing.end(body);
  // Also where the worker has gone in the meantime.
  await finished(outgoing).catch(() => undefined);
}

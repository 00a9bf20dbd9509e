/**
 * Stands where S3, SES and SQS would, in a process of its own so that its work
 * is not counted with a sender's: answers at once, in AWS's own forms, keeps
 * the bucket in memory with its conditional writes, and counts what it is asked.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { subscribersKey } from '../../functions/keys.ts';
import { shardOfId, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import type { Counts, FromAws, ToAws } from './aws.ts';

let counts: Counts = { get: 0, put: 0, sqs: 0, mails: 0, mailBytes: 0 };
let objects = new Map<string, { body: Buffer; etag: string }>();
let queued: string[] = [];
let versions = 0;

const put = (key: string, body: Buffer): string => {
  const etag = `"${(++versions).toString(16).padStart(32, '0')}"`;
  objects.set(key, { body, etag });
  return etag;
};

/** So many active subscribers over their 256 shards. */
function subscribers(count: number): void {
  const shards = new Map<string, Record<string, Subscriber>>();
  for (let n = 0; n < count; n++) {
    const address = `reader.number${n}@example.org`;
    const id = subscriberId(address);
    const shard = shards.get(shardOfId(id)) ?? {};
    shard[id] = { address, state: 'active', token: createHash('md5').update(id).digest('base64url'), since: '2026-01-01T00:00:00.000Z' };
    shards.set(shardOfId(id), shard);
  }
  for (const [shard, of] of shards) put(subscribersKey(shard), Buffer.from(JSON.stringify({ version: 1, nonce: '', subscribers: of })));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The bucket is the first part of the path. */
function s3(request: IncomingMessage, body: Buffer, answer: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url!, 'http://s3');
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const stored = objects.get(key);
  const error = (status: number, code: string): void => void answer.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
  if (request.method === 'PUT') {
    counts.put += 1;
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    if ((ifNoneMatch === '*' && stored) || (ifMatch !== undefined && stored?.etag !== ifMatch)) return error(412, 'PreconditionFailed');
    return void answer.writeHead(200, { etag: put(key, body), 'content-length': 0 }).end();
  }
  if (searchParams.get('list-type') === '2') {
    counts.put += 1;
    const keys = [...objects.keys()].filter((name) => name.startsWith(searchParams.get('prefix') ?? '')).sort();
    const contents = keys.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
    return void answer.writeHead(200, { 'content-type': 'application/xml' }).end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
  }
  counts.get += 1;
  if (!stored) return error(404, 'NoSuchKey');
  answer.writeHead(200, { etag: stored.etag, 'content-length': stored.body.length }).end(stored.body);
}

function ses(body: Buffer, answer: ServerResponse): void {
  const action = /^Action=(\w+)/.exec(body.subarray(0, 40).toString('latin1'))?.[1];
  let result: string;
  if (action === 'GetSendQuota') result = '<Max24HourSend>-1</Max24HourSend><MaxSendRate>-1</MaxSendRate><SentLast24Hours>0</SentLast24Hours>';
  else {
    counts.mails += 1;
    counts.mailBytes += body.length;
    result = `<MessageId>0102018f${String(counts.mails).padStart(8, '0')}-6a7c1e0b-4f3d-4c2e-9d5a-0e1f2a3b4c5d-000000</MessageId>`;
  }
  const text = `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>6a7c1e0b-4f3d-4c2e-9d5a-0e1f2a3b4c5d</RequestId></ResponseMetadata></${action}Response>`;
  answer.writeHead(200, { 'content-type': 'text/xml', 'content-length': text.length }).end(text);
}

function sqs(body: Buffer, answer: ServerResponse): void {
  const { Entries } = JSON.parse(body.toString()) as { Entries: { Id: string; MessageBody: string }[] };
  counts.sqs += 1;
  queued.push(...Entries.map(({ MessageBody }) => MessageBody));
  const Successful = Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') }));
  answer.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ Successful, Failed: [] }));
}

const server = createServer((request, answer) => {
  void bodyOf(request).then((body) => {
    if (request.headers['x-amz-target'] !== undefined) return sqs(body, answer);
    return request.method === 'POST' ? ses(body, answer) : s3(request, body, answer);
  });
});
const say = (message: FromAws): void => void process.send!(message);
process.on('message', (message: ToAws) => {
  if (message.kind === 'fill') {
    objects = new Map(Object.entries(message.objects).map(([key, text]) => [key, { body: Buffer.from(text), etag: `"${key.length.toString(16).padStart(32, 'f')}"` }]));
    subscribers(message.subscribers);
    counts = { get: 0, put: 0, sqs: 0, mails: 0, mailBytes: 0 };
    say({ kind: 'filled' });
  } else if (message.kind === 'take') {
    // Lambda receives and deletes each for itself.
    counts.sqs += 2 * queued.length;
    say({ kind: 'taken', bodies: queued });
    queued = [];
  } else say({ kind: 'counts', counts });
});
process.on('disconnect', () => process.exit());
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => say({ kind: 'ready', port: (server.address() as AddressInfo).port }));

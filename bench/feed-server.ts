/** The process behind `feed-farm.ts`: serves the first N mixed documents as web servers do, and counts. */
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import type { Counts, FromServer, ToServer } from './feed-farm.ts';
import { mixedDocument } from './feed-documents.ts';

const size = Number(process.argv[2]);
const lastModified = 'Sat, 28 Feb 2026 12:00:00 GMT';
let bytes = 0;
const items: number[] = [];

const feeds = Array.from({ length: size }, (_, n) => {
  const document = mixedDocument(n);
  bytes += Buffer.byteLength(document.body);
  items.push(document.items);
  const etag = `"${createHash('sha256').update(document.body).digest('hex').slice(0, 16)}"`;
  return { zipped: gzipSync(document.body), etag, contentType: document.contentType, whole: 0, notModified: 0 };
});
let connections = 0;
let unknown = 0;

const server = createServer((request, response) => {
  const feed = feeds[Number(/^\/feeds\/(\d+)\.xml$/.exec(request.url ?? '')?.[1])];
  if (!feed) {
    unknown += 1;
    response.writeHead(404).end();
    return;
  }
  const headers = { etag: feed.etag, 'last-modified': lastModified, 'cache-control': 'max-age=300', vary: 'Accept-Encoding' };
  const { 'if-none-match': match, 'if-modified-since': since } = request.headers;
  if (match !== undefined ? match === feed.etag : since === lastModified) {
    feed.notModified += 1;
    response.writeHead(304, headers).end();
    return;
  }
  feed.whole += 1;
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  const body = gzip ? feed.zipped : gunzipSync(feed.zipped);
  response.writeHead(200, { ...headers, 'content-type': feed.contentType, 'content-length': body.length, ...(gzip && { 'content-encoding': 'gzip' }) }).end(body);
});
server.on('connection', () => (connections += 1));

const say = (message: FromServer): void => void process.send!(message);

process.on('message', (message: ToServer) => {
  const asked = feeds.slice(0, message.feeds);
  const counts: Counts = {
    whole: asked.filter(({ whole }) => whole === 1).length,
    notModified: asked.filter(({ notModified }) => notModified === 1).length,
    requests: feeds.reduce((sum, feed) => sum + feed.whole + feed.notModified, 0) + unknown,
    connections,
  };
  for (const feed of feeds) feed.whole = feed.notModified = 0;
  connections = unknown = 0;
  say({ kind: 'counts', counts });
});
process.on('disconnect', () => process.exit());

// Every address of 127/8 is this machine's: a collector that spares a host meets 250 of them.
server.listen(0, '0.0.0.0', 511, () => say({ kind: 'ready', port: (server.address() as AddressInfo).port, bytes, items }));

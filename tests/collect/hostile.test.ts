import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../functions/collect/collect.ts';
import { makeFetch } from '../../functions/collect/fetch.ts';
import { makeParser, type Parser } from '../../functions/collect/parser.ts';
import type { FeedReport } from '../../functions/collect/report.ts';
import type { Feed } from '../../functions/model/feed.ts';
import { memoryStore } from './memory-store.ts';
import { feedOf } from './world.ts';

const rss = (items: string, head = '') => `<?xml version="1.0"?>${head}<rss version="2.0"><channel>${items}</channel></rss>`;
const item = (inner: string) => `<item>${inner}</item>`;
const laughs = `<!DOCTYPE rss [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`).join('')}]>`;
const headers = { 'content-type': 'application/rss+xml' };
const send = (body: string | Buffer, more: Record<string, string> = {}): RequestListener => (_, response) => void response.writeHead(200, { ...headers, ...more }).end(body);

/** 2,000 blocks, each of one byte that stands for 128 KB (RFC 8878 section 3.1.1.2). */
const zstdBomb = Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), ...Array.from({ length: 2000 }, (_, n) => Buffer.from(n < 1999 ? '02001020' : '03001020', 'hex'))]);

/** What a server can do to a poller, and what the feed's report must say; `ok` where the document can be read after all. */
const attacks: Record<string, { readonly serve: RequestListener; readonly reason: FeedReport['reason'] | 'ok' }> = {
  'a gzip bomb': { serve: send(gzipSync(Buffer.alloc(200_000_000, ' ')), { 'content-encoding': 'gzip' }), reason: 'too-large' },
  'a brotli bomb': { serve: send(brotliCompressSync(Buffer.alloc(100_000_000, ' ')), { 'content-encoding': 'br' }), reason: 'too-large' },
  'a zstd bomb': { serve: send(zstdBomb, { 'content-encoding': 'zstd' }), reason: 'too-large' },
  'a bomb in a bomb': { serve: send(gzipSync(gzipSync(Buffer.alloc(200_000_000, ' '))), { 'content-encoding': 'gzip, gzip' }), reason: 'too-large' },
  '50 MB announced': { serve: (_, response) => void response.writeHead(200, { ...headers, 'content-length': '50000000' }).write('<rss>'), reason: 'too-large' },
  '50 MB without a word': {
    serve: (_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(1_000_000, 'x')));
        response.once('drain', more);
      };
      more();
    },
    reason: 'too-large',
  },
  'no answer at all': { serve: () => {}, reason: 'timeout' },
  'a byte now and then': {
    serve: (_, response) => {
      const timer = setInterval(() => response.write('<'), 50);
      response.once('close', () => clearInterval(timer));
    },
    reason: 'timeout',
  },
  'redirects without end': { serve: (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end(), reason: 'too-many-redirects' },
  'a redirect to a private address': { serve: (_, response) => void response.writeHead(302, { location: 'http://127.0.0.2/' }).end(), reason: 'private-address' },
  'a redirect to a private address in disguise': { serve: (_, response) => void response.writeHead(302, { location: 'http://[::ffff:7f00:2]/' }).end(), reason: 'private-address' },
  'a redirect to a name of a private address': { serve: (_, response) => void response.writeHead(302, { location: 'http://inside.example.org/' }).end(), reason: 'private-address' },
  'a redirect to a file': { serve: (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(), reason: 'bad-url' },
  'a connection cut in the middle': { serve: (_, response) => void response.writeHead(200, { 'content-length': '1000' }).write('<rss>', () => response.destroy()), reason: 'unreachable' },
  'what is not HTTP': { serve: (request) => void request.socket.end('SSH-2.0-OpenSSH_9.0\r\n'), reason: 'unreachable' },
  'an entity bomb': { serve: send(rss(item('<title>A &j; b</title>'), laughs)), reason: 'ok' },
  'an external entity': { serve: send(rss(item('<title>A &x; b</title>'), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), reason: 'ok' },
  'nesting without end': { serve: send(rss(item(`<title>A b</title>${'<b>'.repeat(500_000)}`))), reason: 'ok' },
  'attributes without end': { serve: send(rss(item(`<title>A b</title><link ${Array.from({ length: 200_000 }, (_, n) => `a${n}="x"`).join(' ')}/>`))), reason: 'ok' },
  'items without end': { serve: send(rss(item('<title>A b</title>').repeat(100_000))), reason: 'ok' },
  'names of the language itself': { serve: send(rss(item('<title>A b</title><__proto__><x>1</x></__proto__><constructor>1</constructor><guid>__proto__</guid>'))), reason: 'ok' },
  'bait for regular expressions': { serve: send(rss(item(`<title>A b</title><description>${'&lt;p'.repeat(100_000)}</description>`))), reason: 'ok' },
};

describe('among feeds that mean harm', { timeout: 60_000 }, () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url!, 'http://x').pathname.slice(1)).replace(/x+$/, '');
    if (name.startsWith('good')) return send(rss(item(`<title>A b</title><guid>${name}</guid>`)))(request, response);
    asked.push(name);
    attacks[name]!.serve(request, response);
  });
  const inside = createServer((_, response) => void response.end(asked.push('inside')));
  let parser: Parser;
  let port = 0;
  const reports = new Map<string, FeedReport>();
  const store = memoryStore();

  beforeAll(async () => {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    ({ port } = server.address() as AddressInfo);
    // Where a machine has no such address, nothing can be there to be connected to.
    await new Promise<unknown>((ready) => inside.once('error', ready).listen(port, '127.0.0.2', () => ready(undefined)));
    parser = makeParser({ script: new URL('../../cli/parse-worker.js', import.meta.url) });
    await parser.parse({ body: Buffer.from(rss('')), contentType: undefined, url: 'http://x/' });
    const fetch = makeFetch({
      userAgent: 'test', allowPrivate: false, timeoutMs: 3000,
      // The test's own server stands for the internet, 127.0.0.2 for the network behind.
      permits: (address) => address === '127.0.0.1',
      resolve: (host, _, callback) => callback(null, [{ address: host === 'inside.example.org' ? '127.0.0.2' : '127.0.0.1', family: 4 }]),
    });
    // A host each, and a good feed after each.
    const feeds = Object.keys(attacks).flatMap((name, n): Feed[] => [
      { ...feedOf(`bad-${n}`), name, url: `http://host${n}.example.org:${port}/${encodeURIComponent(name)}` },
      { ...feedOf(`good-${n}`), name: `good ${n}`, url: `http://good${n}.example.org:${port}/good${n}` },
    ]);
    const ports = { store, fetch, parse: parser.parse, log: () => {}, clock: () => new Date(), nonce: () => crypto.randomUUID(), random: Math.random };
    for (const report of (await collect(ports, feeds, { everyMinutes: 30 })).feeds) reports.set(report.name, report);
  }, 60_000);
  afterAll(async () => {
    await parser.close();
    for (const each of [server, inside]) each.close().closeAllConnections();
  });

  it.each(Object.entries(attacks))('%s has its own outcome', (name, { reason }) => {
    const report = reports.get(name)!;
    if (reason === 'ok') expect(report).toMatchObject({ outcome: 'new' });
    else expect(report).toMatchObject({ outcome: 'failed', reason, items: 0, detail: expect.stringMatching(/^[^\n]{5,300}$/) as string });
    expect(asked).toContain(name);
  });

  it('every other feed is read as ever', () => {
    const others = [...reports.values()].filter(({ name }) => name.startsWith('good'));
    expect(others).toHaveLength(Object.keys(attacks).length);
    for (const report of others) expect(report).toMatchObject({ outcome: 'new', fresh: 1 });
  });

  it('no private address is connected to', () => {
    expect(asked).not.toContain('inside');
  });

  it('nothing of what they sent is more than text', () => {
    const stored = [...store.objects].filter(([key]) => key.startsWith('items/')).map(([, { body }]) => body).join('');
    expect(stored).not.toMatch(/haha|root:/);
    expect(stored.length).toBeLessThan(2_000_000);
    expect(Object.prototype).not.toHaveProperty('x');
  });
});

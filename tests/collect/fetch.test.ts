import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionsPerHost, makeFetch, type FetchOptions } from '../../functions/collect/fetch.ts';
import { isPublicAddress } from '../../functions/collect/guard.ts';
import type { Fetched } from '../../functions/model/feed.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const open = (options: Partial<FetchOptions> = {}) => makeFetch({ userAgent: 'test', allowPrivate: true, ...options });
const guarded = makeFetch({ userAgent: 'test', allowPrivate: false });
const textOf = (fetched: Fetched) => (fetched.kind === 'document' ? Buffer.from(fetched.body).toString() : fetched);

describe('fetch', () => {
  it('gives the document with its validators byte for byte, and asks with them', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push([request.headers['if-none-match'], request.headers['if-modified-since'], request.headers['user-agent']]);
      if (request.headers['if-none-match']) return void response.writeHead(304).end();
      response.writeHead(200, { etag: 'W/"a,b"-gzip', 'last-modified': 'yesterday or so', 'content-type': 'text/xml' }).end('<rss/>');
    });
    const first = await open()(`${url}/feed#part`, {});
    expect(first).toMatchObject({ kind: 'document', contentType: 'text/xml', url: `${url}/feed`, validators: { etag: 'W/"a,b"-gzip', lastModified: 'yesterday or so' } });
    if (first.kind !== 'document') return;
    expect(await open()(`${url}/feed`, first.validators)).toEqual({ kind: 'not-modified' });
    expect(asked).toEqual([[undefined, undefined, 'test'], ['W/"a,b"-gzip', 'yesterday or so', 'test']]);
  });

  it.each(['"ü"', "W/'x'", '"a" , "b"', 'no quotes', '"tab\there"'])('gives an odd validator back byte for byte: %s', async (etag) => {
    const bytes = Buffer.from(etag).toString('latin1');
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push(request.headers['if-none-match']);
      response.writeHead(200, { etag: bytes }).end('<rss/>');
    });
    const first = await open()(url, {});
    if (first.kind !== 'document') throw new Error(first.kind);
    await open()(url, first.validators);
    expect(asked).toEqual([undefined, bytes]);
  });

  it.each([
    ['gzip', gzipSync], ['deflate', deflateSync], ['deflate', deflateRawSync], ['br', brotliCompressSync],
    ['gzip', (text: string) => Buffer.from(text)], ['', gzipSync],
    // Of the zstd command: Node 20 has no encoder.
    ['zstd', () => Buffer.from('KLUv/SQOcQAAPHJzcz7Dtmw8L3Jzcz7iBZVo', 'base64')],
  ])('undoes %s', async (encoding, encode) => {
    const url = await serve((_, response) => response.writeHead(200, encoding ? { 'content-encoding': encoding } : {}).end(encode('<rss>öl</rss>')));
    expect(textOf(await open()(url, {}))).toBe('<rss>öl</rss>');
  });

  it('counts decoded bytes: a bomb is too large', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await open()(url, {})).toMatchObject({ reason: 'too-large', detail: 'answered with more than the 10 MB allowed' });
  });

  it('refuses by the announced length', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-length': 12_000_000 }).write('x'));
    expect(await open()(url, {})).toMatchObject({ reason: 'too-large', detail: 'answered with 12 MB, more than the 10 MB allowed' });
  });

  it('gives up on a body that only drips, at the deadline', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await open({ timeoutMs: 200 })(url, {})).toMatchObject({ reason: 'timeout' });
  });

  it('gives up on a server that never answers', async () => {
    const url = await serve(() => {});
    expect(await open({ timeoutMs: 150 })(url, {})).toMatchObject({ reason: 'timeout' });
  });

  it('follows redirects, at most five', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url!.slice(1));
      if (left === 0) return void response.end('here');
      response.writeHead(302, { location: left < 100 ? `/${left - 1}` : '/100' }).end();
    });
    expect(await open()(`${url}/5`, {})).toMatchObject({ kind: 'document', url: `${url}/0` });
    expect(await open()(`${url}/6`, {})).toMatchObject({ reason: 'too-many-redirects' });
    expect(await open()(`${url}/100`, {})).toMatchObject({ reason: 'too-many-redirects' });
  });

  it('says what a status means, and for how long to stay away', async () => {
    const url = await serve((request, response) => response.writeHead(Number(request.url!.slice(1)), { 'retry-after': '120' }).end());
    expect(await open()(`${url}/404`, {})).toEqual({ kind: 'failed', reason: 'http-status', detail: 'HTTP 404: nothing there, check the URL', status: 404, host: new URL(url).host, retryAfter: 120 });
    expect(await open()(`${url}/503`, {})).toMatchObject({ detail: 'HTTP 503: service unavailable', retryAfter: 120 });
    expect(await open()(`${url}/304`, {})).toMatchObject({ status: 304 });
  });

  it('asks for the new items alone where the server can tell them, and says that it got only those', async () => {
    const url = await serve((request, response) => {
      if (request.headers['a-im'] === 'feed') response.writeHead(226, { im: 'feed', etag: '"2"' });
      response.end('<rss/>');
    });
    expect(await open()(url, {})).toMatchObject({ kind: 'document', partial: false });
    expect(await open()(url, { etag: '"1"' })).toMatchObject({ kind: 'document', partial: true, validators: { etag: '"2"' } });
  });

  it.each([
    [{ 'cache-control': 'public, max-age=600' }, 600],
    [{ 'cache-control': 'max-age=600', age: '100' }, 500],
    [{ 'cache-control': 'max-age=600', expires: 'Thu, 01 Jan 2099 00:00:00 GMT' }, 600],
    [{ 'cache-control': 'no-cache, max-age=600' }, undefined],
    [{ 'cache-control': 'no-store' }, undefined],
    [{ 'cache-control': 's-maxage=600' }, undefined],
    [{ 'cache-control': ['public', 'max-age=600'] }, 600],
    [{ 'cache-control': 'max-age=60, stale-while-revalidate=6000, stale-if-error=864000' }, 60],
    [{ 'cache-control': 'no-cache, stale-if-error=604800' }, undefined],
    [{ 'last-modified': 'Thu, 01 Jan 2004 00:00:00 GMT' }, undefined],
    [{ date: 'Thu, 01 Jan 2026 00:00:00 GMT', expires: 'Thu, 01 Jan 2026 02:00:00 GMT' }, 7200],
    [{ expires: '0' }, undefined],
    [{ expires: '-1', 'cache-control': 'rubbish' }, undefined],
  ])('knows how long an answer stays fresh: %o', async (headers, freshFor) => {
    const url = await serve((request, response) => {
      response.sendDate = false;
      response.writeHead(request.headers['if-none-match'] ? 304 : 200, headers as Record<string, string | string[]>).end();
    });
    expect(await open()(url, {})).toMatchObject({ kind: 'document' });
    for (const validators of [{}, { etag: '"1"' }]) {
      const fetched = await open()(url, validators);
      expect('freshFor' in fetched ? fetched.freshFor : undefined).toBe(freshFor);
    }
  });

  it('tells where it was sent for good: as far as every redirect was a permanent one', async () => {
    const url = await serve((request, response) => {
      const [status, to] = { '/301': [301, '/308'], '/308': [308, '/302'], '/302': [302, '/end'], '/all': [301, '/end'] }[request.url!] ?? [200, ''];
      response.writeHead(status as number, to === '' ? {} : { location: to as string }).end('<rss/>');
    });
    expect(await open()(`${url}/301`, {})).toMatchObject({ movedTo: `${url}/302`, url: `${url}/end` });
    expect(await open()(`${url}/all`, {})).toMatchObject({ movedTo: `${url}/end` });
    expect(await open()(`${url}/302`, {})).not.toHaveProperty('movedTo');
    expect(await open()(`${url}/end`, {})).not.toHaveProperty('movedTo');
  });

  it('tells an address that is gone for good from one that it leads to for now', async () => {
    const url = await serve((request, response) => {
      const to = { '/301': [301, '/gone'], '/302': [302, '/gone'] }[request.url!];
      response.writeHead(to ? (to[0] as number) : 410, to ? { location: to[1] as string } : {}).end();
    });
    expect(await open()(`${url}/gone`, {})).toMatchObject({ status: 410, gone: true });
    expect(await open()(`${url}/301`, {})).toMatchObject({ status: 410, gone: true });
    expect(await open()(`${url}/302`, {})).not.toHaveProperty('gone');
  });

  it('opens few connections to one host, however many redirects lead there', async () => {
    let most = 0;
    let now = 0;
    const hub = await serve((_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end('<rss/>');
      }, 20);
    });
    const url = await serve((_, response) => response.writeHead(302, { location: hub }).end());
    const fetch = open();
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => fetch(`${url}/${n}`, {})));
    expect(all.every(({ kind }) => kind === 'document')).toBe(true);
    expect(most).toBe(connectionsPerHost);
  });

  it('says what the network did', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await open()(url, {})).toMatchObject({ reason: 'unreachable', detail: expect.stringContaining('closed the connection') as string });
    expect(await open()('http://127.0.0.1:1/', {})).toMatchObject({ reason: 'unreachable', detail: '127.0.0.1: connection refused' });
    const gone: NonNullable<FetchOptions['resolve']> = (_, __, callback) => callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
    const fetch = makeFetch({ userAgent: 'test', allowPrivate: false, resolve: gone });
    expect(await fetch('http://nowhere.example/', {})).toMatchObject({ reason: 'unreachable', detail: 'nowhere.example: no such host' });
  });

  it.each(['not a url', 'ftp://example.org/', 'file:///etc/passwd', 'http://user:secret@example.org/'])('refuses %s', async (url) => {
    const fetched = await guarded(url, {});
    expect(fetched).toMatchObject({ reason: 'bad-url' });
    expect(JSON.stringify(fetched)).not.toContain('secret');
  });
});

describe('the guard', () => {
  it.each(['http://127.0.0.1/', 'http://0x7f.1/', 'http://2130706433/', 'http://[::1]/', 'http://[::ffff:10.0.0.1]/', 'http://10.0.0.1/', 'http://169.254.169.254/', 'http://[fd00:ec2::254]/', 'http://0/', 'http://localhost/'])(
    'lets no fetch reach %s', async (url) => {
      expect(await guarded(url, {})).toMatchObject({ kind: 'failed', reason: 'private-address' });
    });

  it('checks what a name resolves to, and connects to nothing else', async () => {
    const url = await serve((_, response) => response.end('secret'));
    const fetch = makeFetch({ userAgent: 'test', allowPrivate: false, resolve: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }, { address: '::ffff:10.0.0.1', family: 6 }]) });
    expect(await fetch(url.replace('127.0.0.1', 'inside.example'), {})).toMatchObject({ reason: 'private-address', detail: 'inside.example is at a private address (127.0.0.1)' });
  });

  it.each(['http://10.0.0.1/', 'http://[::ffff:10.0.0.1]/', '//0xa000001/x'])('checks every hop: %s', async (location) => {
    const url = await serve((_, response) => response.writeHead(301, { location }).end());
    const fetch = makeFetch({ userAgent: 'test', allowPrivate: false, permits: (address) => address === '127.0.0.1' });
    expect(await fetch(url, {})).toMatchObject({ reason: 'private-address', detail: expect.stringMatching(/^redirects to a private address \(.*(10\.0\.0\.1|a00:1)\)$/) as string });
  });

  it('takes no credentials from a redirect', async () => {
    const url = await serve((_, response) => response.writeHead(301, { location: 'http://user:secret@127.0.0.1/' }).end());
    expect(await open()(url, {})).toMatchObject({ reason: 'bad-url', detail: 'redirects to a URL with a user name or password: take them out' });
  });

  it.each([['8.8.8.8', true], ['2606:4700::1', true], ['100.64.0.1', false], ['192.168.1.1', false], ['::10.0.0.1', false], ['64:ff9b::a00:1', false], ['2002:a00:1::', false], ['fe80::1', false], ['4000::1', false], ['224.0.0.1', false]])(
    '%s public: %s', (address, is) => expect(isPublicAddress(address)).toBe(is));
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dawnpost } from './process.ts';

const hour = 3_600_000;
const rss = (items: number, newest: number, head = '') =>
  `<rss version="2.0"><channel>${head}${Array.from({ length: items }, (_, n) => `<item><guid>${n}</guid><title>Item ${n}</title><pubDate>${new Date(newest - n * hour).toUTCString()}</pubDate></item>`).join('')}</channel></rss>`;

const now = Date.parse('2026-03-02T07:00:00Z');
const server = createServer((request, response) => {
  const answer = (status: number, headers: Record<string, string> = {}, body = ''): void => void response.writeHead(status, headers).end(body);
  switch (request.url ?? '') {
    case '/good': return answer(200, {}, rss(12, now - 3 * hour, '<ttl>120</ttl>'));
    case '/old': return answer(200, {}, rss(3, now - 200 * 24 * hour));
    case '/empty': return answer(200, {}, rss(0, now));
    case '/moved': return answer(301, { location: '/good' });
    case '/gone': return answer(410);
    case '/busy': return answer(429, { 'retry-after': '7200' });
    case '/page': return answer(200, {}, `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/good"></head>${'<p>long</p>'.repeat(5000)}</html>`);
    default: return answer(404);
  }
});
let base = '';
const dir = mkdtempSync(join(tmpdir(), 'dawnpost-check-'));
const config = join(dir, 'newsletter.yaml');
const data = join(dir, 'data');
const options = () => ['--config', config, '--allow-private', '--now', new Date(now).toISOString()];

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A host that asks to be left alone is, by all its feeds: that one has its own.
  const otherHost = base.replace('127.0.0.1', 'localhost');
  const feeds = ['good', 'old', 'empty', 'moved', 'gone', 'busy', 'page', 'lost'].map((name) => `      - { url: "${name === 'busy' ? otherHost : base}/${name}", name: ${name} }`);
  writeFileSync(config, `name: Test\nfrom: T <t@example.com>\npostalAddress: x\nsections:\n  - title: All\n    feeds:\n${feeds.join('\n')}\n`);
});
afterAll(() => {
  server.close().closeAllConnections();
  rmSync(dir, { recursive: true, force: true });
});

describe('dawnpost check', { timeout: 60_000 }, () => {
  it('says of every feed how it does and what to do, and keeps nothing', async () => {
    const { code, stdout, stderr } = await dawnpost('check', ...options(), '--data', data);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.replaceAll(base, 'BASE').split('\n')).toEqual([
      'FEED   STATUS   FORMAT  ITEMS  LAST ITEM     NEXT POLL      WHAT TO KNOW',
      'good   ok       RSS     12     3 hours ago   in 2 hours',
      'old    ok       RSS     3      200 days ago  in 30 minutes  has nothing new for months: is it still written?',
      'empty  ok       RSS     0      -             in 30 minutes  has no items at the moment',
      'moved  ok       RSS     12     3 hours ago   in 2 hours     has moved to BASE/good: it is followed there after a few polls, nothing to do',
      'gone   failed   -       -      -             in 30 minutes  HTTP 410: gone for good, it is not asked again; take the feed out of newsletter.yaml',
      'busy   failed   -       -      -             in 2 hours     HTTP 429: asked too often; it is left alone for as long as it asks; a longer collect.every helps',
      'page   no feed  -       -      -             in 30 minutes  an HTML page, not a feed; it names BASE/good as its feed: write that instead',
      'lost   failed   -       -      -             in 30 minutes  HTTP 404: nothing there, check the URL; the feed may have another address now: try `dawnpost feeds add` with that of the site',
      '',
      "8 feeds, 4 can't be collected",
      '',
    ]);
    expect(existsSync(data)).toBe(false);
  });

  it('asks those that are named only, of the newsletter or not, and speaks JSON', async () => {
    const { code, stdout } = await dawnpost('check', `${base}/good`, ...options(), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      checked: 1,
      failed: 0,
      feeds: [{ name: 'good', url: `${base}/good`, status: 'ok', format: 'RSS', items: 12, lastItem: '2026-03-02T04:00:00.000Z', nextPoll: '2026-03-02T09:00:00.000Z', notes: [] }],
    });
    const other = await dawnpost('check', 'nonsense', `${base}/elsewhere`, ...options());
    expect(other).toMatchObject({ code: 1, stderr: '' });
    expect(other.stdout).toContain('not a URL: nonsense; correct its url');
    expect(other.stdout).toContain('HTTP 404');
  });
});

describe('dawnpost status', { timeout: 60_000 }, () => {
  it('says what the last polls left, and of failing feeds what is wrong', async () => {
    const before = await dawnpost('status', ...options(), '--data', data);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toContain('8: 0 well, 0 failing, 8 not polled yet');
    await dawnpost('collect', ...options(), '--data', data);
    const later = await dawnpost('status', '--config', config, '--data', data, '--now', '2026-03-02T07:20:00Z');
    expect(later).toMatchObject({ code: 0, stderr: '' });
    const lines = later.stdout.split('\n');
    expect(lines.slice(0, 4)).toEqual(['Test', '  last issue     none yet', '  last poll      20 minutes ago', '  last new item  20 minutes ago']);
    expect(later.stdout).toMatch(/\n {2}gone +gone +never +1 +- +HTTP 410/);
    expect(later.stdout).toMatch(/\n {2}busy +failing +never +1 +in 2 hours +HTTP 429: asked too often\n/);
    const { stdout } = await dawnpost('status', '--config', config, '--data', data, '--json');
    const { feeds } = JSON.parse(stdout) as { feeds: unknown[] };
    expect(feeds).toHaveLength(8);
    expect(feeds[0]).toMatchObject({ name: 'good', status: 'ok', lastPoll: '2026-03-02T07:00:00.000Z' });
  });
});

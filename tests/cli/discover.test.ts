import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { feedCandidates, usualAddresses } from '../../cli/feeds/discover.ts';
import { findFeed } from '../../cli/feeds/find.ts';
import { makeFetch } from '../../functions/collect/fetch.ts';
import { parseFeed } from '../../functions/collect/parse.ts';
import type { Fetch } from '../../functions/ports.ts';
import { temporaryFolder } from '../fixtures.ts';
import { feeds } from './in-process.ts';
import { dawnpost } from './process.ts';

const page = 'https://www.example.org/blog/';
const advertised = (html: string, url = page): string[] => feedCandidates(html, url).advertised.map((each) => each.url);
const linked = (html: string, url = page): string[] => feedCandidates(html, url).linked.map((each) => each.url);
const link = (href: string, more = ''): string => `<link rel="alternate" type="application/rss+xml" href="${href}" ${more}>`;

describe('what a page names as its feeds', () => {
  it.each([
    ['RSS', '<link rel="alternate" type="application/rss+xml" href="/f">'],
    ['Atom', '<link rel="alternate" type="application/atom+xml" href="/f">'],
    ['JSON Feed', '<link rel="alternate" type="application/feed+json" href="/f">'],
    ['JSON', '<link rel="alternate" type="application/json" href="/f">'],
    ['RDF', '<link rel="alternate" type="application/rdf+xml" href="/f">'],
    ['XML', '<link rel="alternate" type="text/xml" href="/f">'],
    ['any case, several words, a parameter', '<LINK REL=" Home ALTERNATE " TYPE="Application/RSS+XML; charset=utf-8" HREF="/f"/>'],
    ['rel=feed', '<link rel=feed href=/f>'],
    ['single quotes, spaces, a fragment', "<link href=' /f#top ' type='application/rss+xml' rel='alternate'>"],
    ['in the body', '<body><div><link rel="alternate" type="application/rss+xml" href="/f"></div>'],
    ['beside broken markup', '<p <b <link><meta content="a>b"><link rel="alternate" type="application/rss+xml" href="/f">'],
    ['the scheme feed:', link('feed://www.example.org/f').replace('feed:', 'feed:https:')],
  ])('%s', (_, html) => expect(advertised(html)).toEqual(['https://www.example.org/f']));

  it.each([
    ['a style sheet', '<link rel="alternate stylesheet" type="text/css" href="/f">'],
    ['a language', '<link rel="alternate" hreflang="de" href="/f">'],
    ['an embedding', '<link rel="alternate" type="application/json+oembed" href="/f"><link rel="alternate" type="text/xml+oembed" href="/f">'],
    ['a comment', `<!-- ${link('/f')} -->`],
    ['a script', `<script>document.write('${link('/f')}')</script>`],
    ['no address', link('') + link('javascript:void 0') + link('http://u:p@example.org/')],
    ['an interface of WordPress', '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">'],
    ['the page itself', link(page)],
  ])('not %s', (_, html) => expect(advertised(html)).toEqual([]));

  it('reads addresses relative to the base, and undoes references', () => {
    expect(advertised(`${link('f?a=1&amp;b=2')}`)).toEqual(['https://www.example.org/blog/f?a=1&b=2']);
    expect(advertised(`<base target="x"><base href="//cdn.example.net/x/"><base href="/y/">${link('f')}`)).toEqual(['https://cdn.example.net/x/f']);
  });

  it('prefers the main feed to those of comments, podcasts and parts; each once', () => {
    const html = [
      link('/comments/feed', 'title="X &raquo; Comments"'), link('/podcast.xml', 'title="The Podcast"'), link('/category/news/feed'),
      link('/feed', 'title="Main &amp; all"'), link('/atom'), link('/feed'), link('/2024/a-post/feed', 'title="X » Kommentar-Feed zu A Post"'),
    ].join('');
    expect(advertised(html).map((url) => new URL(url).pathname)).toEqual(['/feed', '/atom', '/category/news/feed', '/podcast.xml', '/comments/feed', '/2024/a-post/feed']);
    expect(feedCandidates(html, page).advertised[0]!.title).toBe('Main & all');
  });

  it('prefers what the page is about where it is a category, or a podcast', () => {
    const html = link('/feed') + link('/category/news/feed') + link('/podcast/feed');
    expect(advertised(html, 'https://www.example.org/category/news/')[0]).toBe('https://www.example.org/category/news/feed');
    expect(advertised(link('/podcast/feed') + link('/feed'), 'https://www.example.org/podcast/')[0]).toBe('https://www.example.org/podcast/feed');
  });

  it('takes links that look like feeds of the same site', () => {
    const html = ['/rss.xml', '/news.rss', '/?feed=rss2', '/about', 'https://feeds.example.org/all', 'https://other.example/rss', 'https://feeds.feedburner.com/x', '/feedback', '/rssguide.html', 'mailto:x']
      .map((href) => `<a class=x href="${href}">the <b>news</b></a>`).join('');
    expect(linked(html)).toEqual(['https://www.example.org/rss.xml', 'https://www.example.org/news.rss', 'https://www.example.org/?feed=rss2', 'https://feeds.example.org/all', 'https://feeds.feedburner.com/x']);
    expect(feedCandidates(html, page).linked[0]!.title).toBe('the news');
  });

  it('knows the usual places, those below the page first', () => {
    const places = usualAddresses('https://example.org/blog').map((each) => each.url);
    expect(places.slice(0, 2)).toEqual(['https://example.org/blog/feed', 'https://example.org/blog/rss']);
    expect(places).toContain('https://example.org/index.xml');
    expect(usualAddresses('https://example.org/').map((each) => each.url)[0]).toBe('https://example.org/feed');
  });

  it.each(['<b>'.repeat(500_000) + '</i>'.repeat(500_000), '<a href="/rss">'.repeat(200_000), '<link '.repeat(500_000), '<!--'.repeat(500_000), `<a href="${'x'.repeat(3_000_000)}`, '&'.repeat(3_000_000)])(
    'comes to an end with hostile pages (%#)', { timeout: 60_000 }, (html) => {
      expect(feedCandidates(html, page).linked.length).toBeLessThanOrEqual(20);
    });
});

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

async function serve(listener: RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const rss = (title: string): string => `<rss version="2.0"><channel><title>${title}</title><item><title>One</title><link>https://example.org/1</link></item></channel></rss>`;

/** Serves these documents by path: what starts with a slash is redirected to. */
function site(documents: Readonly<Record<string, string | number>>) {
  return serve((request, response) => {
    const document = documents[request.url!] ?? 404;
    if (typeof document === 'number') response.writeHead(document).end();
    else if (document.startsWith('/')) response.writeHead(documents[`${request.url!} status`] as number, { location: document }).end();
    else response.writeHead(200, { 'content-type': document.startsWith('<rss') ? 'application/rss+xml' : 'text/html' }).end(document);
  });
}

const portsWith = (fetch: Fetch) => ({ fetch, parse: parseFeed });
const ports = portsWith(makeFetch({ userAgent: 'test', allowPrivate: true, timeoutMs: 2000 }));

describe('finding the feed', () => {
  it('takes the first named feed that can be read, and names the others', async () => {
    const { url, asked } = await site({ '/': `<html>${link('/gone')}${link('/page')}${link('/good')}${link('/second', 'title=Second')}`, '/page': '<html>', '/good': rss('Good'), '/second': rss('Second') });
    expect(await findFeed(ports, [url])).toMatchObject({ kind: 'found', url: `${url}/good`, title: 'Good', items: 1, from: 'advertised', page: `${url}/`, others: [{ url: `${url}/second`, title: 'Second' }] });
    expect(asked).toEqual(['/', '/gone', '/page', '/good']);
  });

  it('then what is linked, then where feeds usually are', async () => {
    const first = await site({ '/': `<html>${link('/gone')}<a href="/x/rss.xml">RSS</a>`, '/x/rss.xml': rss('Linked') });
    expect(await findFeed(ports, [first.url])).toMatchObject({ from: 'linked', title: 'Linked' });
    const second = await site({ '/blog/': '<html><p>hello', '/atom.xml': rss('Usual') });
    expect(await findFeed(ports, [`${second.url}/blog/`])).toMatchObject({ from: 'usual', title: 'Usual', url: `${second.url}/atom.xml` });
  });

  it('asks a bounded number of times, and says what it tried', async () => {
    const many = Array.from({ length: 500 }, (_, n) => `${link(`/l${n}`)}<a href="/a${n}/rss">x</a>`).join('');
    const { url, asked } = await serve((_, response) => response.end(`<!doctype html><html>${many}`));
    const result = await findFeed(ports, [`${url}/deep/page`]);
    expect(result).toMatchObject({ kind: 'none', detail: 'an HTML page; it names feeds, but none can be read' });
    expect(asked.length).toBeLessThanOrEqual(25);
    expect(result.kind === 'none' && result.tried.length).toBe(asked.length - 1);
  });

  it('leaves a host alone that asks for it', async () => {
    const { url, asked } = await serve((request, response) => request.url === '/' ? response.end(`<html>${link('/a')}${link('/b')}`) : response.writeHead(429).end());
    expect(await findFeed(ports, [url])).toMatchObject({ kind: 'none' });
    expect(asked).toEqual(['/', '/a']);
  });

  it('keeps the address that was asked, unless it has moved for good', async () => {
    const { url } = await site({ '/new': rss('New'), '/301': '/new', '/301 status': 301, '/302': '/new', '/302 status': 302 });
    expect(await findFeed(ports, [`${url}/301#x`])).toMatchObject({ url: `${url}/new`, answered: `${url}/new` });
    expect(await findFeed(ports, [`${url}/302#x`])).toMatchObject({ url: `${url}/302`, answered: `${url}/new` });
  });

  it('tries https, then http, for an address without a scheme; but not where the server answered', async () => {
    const { url, asked } = await site({ '/feed': rss('Plain') });
    const host = url.slice('http://'.length);
    expect(await findFeed(ports, [`https://${host}/feed`, `http://${host}/feed`])).toMatchObject({ url: `${url}/feed` });
    expect(await findFeed(ports, [`${url}/gone`, `${url}/feed`])).toMatchObject({ kind: 'none', detail: expect.stringContaining('404') as string });
    expect(asked).toEqual(['/feed', '/gone']);
  });

  it('reaches no private address, neither by the page nor by what it names', async () => {
    const { url, asked } = await site({ '/': `<html>${link('http://10.0.0.1/feed')}${link('http://169.254.169.254/feed')}` });
    expect(await findFeed(portsWith(makeFetch({ userAgent: 'test', allowPrivate: false })), [url])).toMatchObject({ kind: 'none', isPrivate: true });
    expect(asked).toEqual([]);
    const guarded = makeFetch({ userAgent: 'test', allowPrivate: false, permits: (address) => address === '127.0.0.1' });
    const result = await findFeed(portsWith(guarded), [url]);
    expect(result.kind === 'none' && result.tried.slice(0, 2).map(({ detail }) => detail)).toEqual(['a private address (10.0.0.1)', 'a private address (169.254.169.254)']);
  });
});

const newsletter = `name: B\nfrom: d@example.com\npostalAddress: x\nsections:\n  - title: World\n    feeds:\n      - url: https://world.example/feed\n  - title: Science\n    feeds:\n      - url: https://science.example/feed\n`;

describe('dawnpost feeds add', () => {
  const write = (text = newsletter): string => {
    const file = join(temporaryFolder(), 'newsletter.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('finds the feed of a site and adds it, as a process', async () => {
    const { url } = await site({ '/': `<html>${link('/feed')}${link('/comments/feed', 'title=Comments')}`, '/feed': rss(' The  Main &amp;amp; Only ') });
    const file = write();
    const ended = await dawnpost('feeds', 'add', url.slice('http://'.length), '--section', 'science', '--allow-private', '--config', file);
    expect(ended).toEqual({ code: 0, stderr: '', stdout: [
      `added “The Main & Only” to section “Science”, ${file}:11`, `  ${url}/feed`, `  RSS, 1 item, named by ${url}/`,
      'the page names more; add one by its address:', `  ${url}/comments/feed  Comments`, '',
    ].join('\n') });
    expect(readFileSync(file, 'utf8')).toBe(`${newsletter}      - url: ${url}/feed\n        name: The Main & Only\n`);
  });

  it('refuses before it asks: no section named, a feed that is there, an address that is none, an empty name', async () => {
    const { url, asked } = await site({});
    const file = write();
    expect(await feeds(file, 'add', url, '--allow-private')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^which section\? .*“World”, “Science”/) as string });
    expect(await feeds(file, 'add', 'HTTPS://World.example/feed', '--section', 'New')).toMatchObject({ code: 1, stderr: `https://world.example/feed is in the newsletter already: ${file}:7, “world.example” in section “World”\n` });
    expect(await feeds(file, 'add', 'mailto:x@example.org', '--section', 'New')).toMatchObject({ code: 2 });
    expect(await feeds(file, 'add', url, '--section', 'New', '--name', '\n')).toMatchObject({ code: 2, stderr: expect.stringContaining('--name is empty') as string });
    expect(await feeds(file, 'add', url, '--section', 'x'.repeat(201))).toMatchObject({ code: 2 });
    expect(asked).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(newsletter);
  });

  it('says why there is none, and what to do', async () => {
    const { url } = await site({ '/': '<html>nothing', '/opml': '<opml version="2.0"><body/></opml>', '/500': 500 });
    const file = write();
    const none = await feeds(file, 'add', url, '--section', 'World', '--allow-private');
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain(`no feed at ${url}: an HTML page; it names no feed, and none is where feeds usually are\ntried:\n  ${url}/feed `);
    expect((await feeds(file, 'add', url, '--section', 'World')).stderr).toContain('with --allow-private only');
    expect((await feeds(file, 'add', `${url}/500`, '--section', 'World', '--allow-private')).stderr).toContain('HTTP 500');
    expect((await feeds(file, 'add', `${url}/opml`, '--section', 'World', '--allow-private')).stderr).toContain('`dawnpost feeds import');
    expect((await feeds(file, 'add', 'http://127.0.0.1:1/', '--section', 'World', '--allow-private')).stderr).toContain('connection refused');
    expect(readFileSync(file, 'utf8')).toBe(newsletter);
  });

  it('names it by --name, its title, or its host; --dry-run writes nothing; --json tells all', async () => {
    const { url } = await site({ '/a': rss(`Bad\u0007 title\u202E ${'x'.repeat(400)}`), '/b': rss(''), '/c': rss('C') });
    const file = write();
    const dry = await feeds(file, 'add', `${url}/a`, '--section', 'New', '--allow-private', '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({ added: false, dryRun: true, section: 'New', url: `${url}/a`, line: 13, format: 'RSS', items: 1, from: 'given', others: [] });
    expect((JSON.parse(dry.stdout) as { name: string }).name).toMatch(/^Bad title.*…$/);
    expect(readFileSync(file, 'utf8')).toBe(newsletter);
    for (const args of [[`${url}/a`], [`${url}/b`], [`${url}/c`, '--name', 'Mine: "all"']]) await feeds(file, 'add', ...args, '--section', 'New', '--allow-private');
    expect(readFileSync(file, 'utf8')).toMatch(/ {2}- title: New\n {4}feeds:\n {6}- url: \S+\/a\n {8}name: Bad title .{150,}…\n {6}- url: \S+\/b\n {8}name: 127\.0\.0\.1\n {6}- url: \S+\/c\n {8}name: 'Mine: "all"'\n$/);
  });

  it('finds out that a feed is there already, by where its address leads', async () => {
    const { url } = await site({ '/feed': '/feed.xml', '/feed status': 302, '/feed.xml': rss('X') });
    const file = write();
    await feeds(file, 'add', `${url}/feed.xml`, '--section', 'World', '--allow-private');
    expect(await feeds(file, 'add', `${url}/feed`, '--section', 'World', '--allow-private')).toMatchObject({ code: 1, stderr: expect.stringContaining(`${url}/feed.xml is in the newsletter already`) as string });
  });

  it('takes the only section; says which sections have no feeds yet', async () => {
    const { url } = await site({ '/feed': rss('X') });
    const one = write(newsletter.slice(0, newsletter.indexOf('  - title: Science')));
    expect(await feeds(one, 'add', `${url}/feed`, '--allow-private')).toMatchObject({ code: 0, stdout: expect.stringContaining('to section “World”') as string });
    const none = write('name: B\nfrom: d@example.com\npostalAddress: x\n');
    expect(await feeds(none, 'add', `${url}/feed`, '--allow-private')).toMatchObject({ code: 2, stderr: expect.stringContaining('has no section yet') as string });
    const empty = write('name: B\nfrom: d@example.com\npostalAddress: x\nsections:\n- title: World\n- title: Science\n');
    expect(await feeds(empty, 'add', `${url}/feed`, '--allow-private', '--section', 'World')).toMatchObject({ code: 0, stdout: expect.stringContaining(`section “Science” of ${empty} has no feeds yet`) as string });
  });
});

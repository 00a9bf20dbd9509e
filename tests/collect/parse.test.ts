import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decode } from '../../functions/collect/charset.ts';
import { parseDate } from '../../functions/collect/dates.ts';
import { withoutTracking } from '../../functions/collect/links.ts';
import { summaryLength } from '../../functions/collect/normalise.ts';
import { parseFeed } from '../../functions/collect/parse.ts';
import { repair } from '../../functions/collect/repair.ts';

const parse = (body: string | Uint8Array, contentType?: string) => parseFeed({ body: Buffer.from(body as string), contentType, url: 'https://feeds.example.org/feed.xml' });
async function items(body: string) {
  const parsed = await parse(body);
  if (parsed.kind !== 'feed') throw new Error(parsed.detail);
  return parsed.items;
}
const rss = (item: string) => `<rss version="2.0"><channel><title>t</title><item>${item}</item></channel></rss>`;

describe('what is no feed', () => {
  it.each([
    ['', 'empty answer'], ['  \n', 'empty answer'],
    ['<!DOCTYPE html><html><head><title>x</title></head></html>', 'an HTML page, not a feed'],
    ['<sitemapindex><sitemap/></sitemapindex>', 'XML but no feed: root element <sitemapindex>'],
    ['{"a":1}', 'JSON but no JSON Feed: it has neither its version nor items'],
    ['hello', 'neither XML nor JSON: text without a feed in it'],
  ])('%j', async (body, detail) => expect(await parse(body)).toEqual({ kind: 'not-a-feed', detail }));

  it('says that JSON is broken', async () => expect(await parse('{"items":[')).toMatchObject({ detail: expect.stringContaining('broken JSON') as string }));
  it.each(['<rss version="2.0"><channel></channel></rss>', '<feed/>', '{"version":"https://jsonfeed.org/version/1","items":[]}'])('a feed without items is one: %s', async (body) =>
    expect(await parse(body)).toMatchObject({ kind: 'feed', items: [] }));
});

describe('hostile documents', () => {
  it.each(['description', 'content:encoded', 'title', 'author'])('100 KB of <p<p in %s', async (name) => {
    const parsed = await items(rss(`<title>x</title><${name}><![CDATA[${'<p'.repeat(50_000)}]]></${name}>`));
    expect(parsed).toHaveLength(1);
  });
  it.each([
    ['deep nesting', rss(`<title>x</title><description>${'<a>'.repeat(100_000)}`)],
    ['unclosed CDATA', rss(`<title>x</title><description>${'<![CDATA['.repeat(50_000)}`)],
    ['unclosed comments', rss(`<title>x</title>${'<!--'.repeat(100_000)}`)],
    ['groups in groups', rss(`<title>x</title>${'<media:group>'.repeat(50_000)}`)],
    ['an endless attribute', rss(`<title>x</title><enclosure type="image/png" url="${'x'.repeat(200_000)}"/>`)],
    ['addresses as authors', rss(`<title>x</title><author>${'a@'.repeat(100_000)}</author>`)],
    ['names of JavaScript', rss('<title>x</title><__proto__>y</__proto__><constructor __proto__="z">y</constructor><toString/>')],
  ])('%s', async (_, body) => expect((await items(body)).map(({ title }) => title)).toEqual(['x']));

  it('caps the items, from the middle', async () => {
    const many = await items(`<rss><channel>${Array.from({ length: 2500 }, (_, i) => `<item><guid>${i}</guid><title>${i}</title></item>`).join('')}</channel></rss>`);
    expect(many).toHaveLength(1000);
    expect([many[0], many[499], many[500], many.at(-1)].map((item) => item?.title)).toEqual(['0', '499', '2000', '2499']);
  });

  it('lets no tag, script or control character through', async () => {
    const [item] = await items(rss('<title>a&#0;b&#x202E;c &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;</title><link>javascript:alert(1)</link><description>&lt;script&gt;x&lt;/script&gt;&lt;style&gt;y&lt;/style&gt;&lt;b onclick="z"&gt;hi&lt;/b&gt;&#10;there</description>'));
    expect(item).toMatchObject({ summary: 'hi there' });
    expect(item!.title).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(item!.url).toBeUndefined();
  });
});

describe('items', () => {
  it('have a summary of bounded length', async () => {
    const [item] = await items(rss(`<title>x</title><description>${'word '.repeat(1000)}</description>`));
    expect(item!.summary.length).toBeLessThanOrEqual(summaryLength);
    expect(item).toMatchObject({ words: 1000 });
  });
  it('keep their id when their text changes', async () => {
    const id = async (item: string) => (await items(rss(item)))[0]!.id;
    expect(await id('<title>a</title><guid>1</guid>')).toBe(await id('<title>b</title><guid> 1 </guid><link>https://x.example/</link>'));
    expect(await id('<title>a</title><link>https://x.example/?utm_source=a</link>')).toBe(await id('<title>b</title><link>https://x.example/?utm_source=b</link>'));
    expect(await id('<title>a</title>')).not.toBe(await id('<title>b</title>'));
  });
  it('are told apart though their guids are all the same', async () => {
    const body = `<rss><channel>${[1, 2, 3].map((n) => `<item><title>${n}</title><guid isPermaLink="false">0</guid></item>`).join('')}</channel></rss>`;
    expect(await items(body)).toHaveLength(3);
  });
  it('that hold nothing we read are kept, under the title of their feed; empty ones are not', async () => {
    expect(await items(rss('<itunes:duration>12:30</itunes:duration>'))).toMatchObject([{ title: 't', summary: '' }]);
    expect(await items(rss(''))).toEqual([]);
  });

  it('without a title take one from their address', async () => {
    expect((await items(rss('<link>https://x.example/2025/a-long%20walk.html</link>')))[0]!.title).toBe('a long walk');
  });
});

it('repair gives a well-formed document with names of ours alone', () => {
  const repaired = repair('<rss><channel><title>a & b<item><title>x</title><pubDate>y</pubDate><description>d</description>', 'https://x.example/');
  expect(repaired).toMatchObject({ kind: 'repaired', format: 'RSS' });
  const names = repaired.kind === 'repaired' ? [...repaired.xml.matchAll(/<([\w:]+)/g)].map(([, name]) => name) : [];
  expect(names.filter((name) => !name!.startsWith('f:'))).toEqual(['rss', 'channel', 'item']);
});

describe('dates', () => {
  it.each([
    ['Mon, 03 Mar 2025 07:05:00 GMT', '2025-03-03T07:05:00.000Z'], ['Mon, 3 Mar 2025 07:05 EST', '2025-03-03T12:05:00.000Z'],
    ['Mon, 03 Mar 2025 07:05:00 CEST', '2025-03-03T05:05:00.000Z'], ['03 Mar 25 07:05:00 +0530', '2025-03-03T01:35:00.000Z'],
    ['Mon, 03 Mar 2025 07:05:00', '2025-03-03T07:05:00.000Z'], ['2025-03-03', '2025-03-03T00:00:00.000Z'], ['2025-03-03 07:05:00', '2025-03-03T07:05:00.000Z'],
    ['2025-03-03T07:05:00.5+02:00', '2025-03-03T05:05:00.500Z'], ['2025-03-03T07:05Z', '2025-03-03T07:05:00.000Z'], ['20250303T070500Z', '2025-03-03T07:05:00.000Z'],
    ['Monday, March 3, 2025 7:05 PM PST', '2025-03-04T03:05:00.000Z'], ['Mon Mar 3 07:05:00 2025', '2025-03-03T07:05:00.000Z'], ['Mon Mar 03 07:05:00 UTC 2025', '2025-03-03T07:05:00.000Z'],
    ['Mon Mar 03 2025 07:05:00 GMT+0100 (CET)', '2025-03-03T06:05:00.000Z'], ['Mo, 03 Mär 2025 07:05:00 +0100', '2025-03-03T06:05:00.000Z'], ['Sept 5, 2025', '2025-09-05T00:00:00.000Z'],
    ['3/14/2025 07:05:00', '2025-03-14T07:05:00.000Z'], ['14.03.2025', '2025-03-14T00:00:00.000Z'], ['1741000000', '2025-03-03T11:06:40.000Z'], ['Tue, 04 Mar 2025 12:00:00 AM GMT', '2025-03-04T00:00:00.000Z'],
    ['', undefined], ['some day', undefined], ['0000-00-00 00:00:00', undefined], ['Mon, 45 Mar 2025 07:05:00 GMT', undefined], ['Thu, 01 Jan 1970 00:00:00 GMT', undefined],
  ])('%j', (text, iso) => expect(parseDate(text)).toBe(iso));
});

describe('tracking parameters', () => {
  it.each([
    ['https://x.example/a?utm_source=rss&id=%7e1&UTM_medium=b&q=a+b', 'https://x.example/a?id=%7e1&q=a+b'], ['https://x.example/a?at_medium=RSS&at_campaign=KARANGA', 'https://x.example/a'],
    ['https://x.example/a?fbclid=1#top', 'https://x.example/a#top'], ['https://x.example/a?atlas=1&utmost=2&', 'https://x.example/a?atlas=1&utmost=2&'], ['https://x.example/a#xtor=RSS-1', 'https://x.example/a'],
  ])('%s', (url, clean) => expect(withoutTracking(url)).toBe(clean));
});

describe('charsets', () => {
  const xml = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><rss>${text}</rss>`;
  it.each([
    ['the server', iconv.encode('<rss>жук</rss>', 'koi8-r'), 'text/xml; charset=koi8-r', 'жук'],
    ['the declaration', iconv.encode(xml('windows-1251', 'жук'), 'windows-1251'), undefined, 'жук'],
    ['the declaration over a default of the server', iconv.encode(xml('windows-1251', 'жук'), 'windows-1251'), 'text/xml; charset=ISO-8859-1', 'жук'],
    ['a mark', iconv.encode('\uFEFF<rss>жук</rss>', 'utf-16le', { addBOM: false }), 'text/xml; charset=koi8-r', 'жук'],
    ['UTF-16 without a mark', iconv.encode(xml('utf-16', 'жук'), 'utf-16be'), undefined, 'жук'],
    ['UTF-8 under a Latin label', Buffer.from(xml('iso-8859-1', 'é€')), undefined, 'é€'],
    ['nothing: windows-1252', iconv.encode('<rss>“€”</rss>', 'windows-1252'), undefined, '“€”'],
    ['a wrong UTF-8 label', iconv.encode(xml('utf-8', '“€”'), 'windows-1252'), undefined, '“€”'],
    ['gb2312', iconv.encode(xml('gb2312', '新闻'), 'gbk'), undefined, '新闻'],
    ['shift_jis', iconv.encode(xml('Shift_JIS', '新聞'), 'shift_jis'), undefined, '新聞'],
    ['an unknown label', Buffer.from(xml('x-nonsense', 'é')), undefined, 'é'],
  ])('%s', (_, bytes, contentType, text) => expect(decode(bytes, contentType)).toContain(text));
});

import { parseRssFeed } from 'feedsmith';
import { DomUtils, parseDocument } from 'htmlparser2';
import Parser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import type { IssueSection, Story } from '../../functions/model/issue.ts';
import { daysFrom, publishPage, served } from './served.ts';

const baseUrl = 'https://news.example.com';
const hostile = ']]> <script>alert(1)</script> &amp; &lt;b&gt; ]]&gt; \u0000\u0007\u000B\uFFFE\uD800 <![CDATA[x]]> AT&T';
/** What may be left of it: one line without what XML can't hold. */
const harmless = ']]> <script>alert(1)</script> &amp; &lt;b&gt; ]]&gt; \uFFFD <![CDATA[x]]> AT&T';

const section = (title: string, ...headlines: string[]): IssueSection => ({
  title,
  stories: headlines.map((headline): Story => ({ item: 'f/1', title: headline, summary: 'Not <i>told</i> here.', source: 'Example World', words: 100, also: [] })),
});

async function feedAt(base: string): Promise<string> {
  const answer = await fetch(`${base}/feed.xml`);
  expect(answer.status).toBe(200);
  return answer.text();
}

describe('the feed of the issues', () => {
  it('tells of the latest 20, newest first, each by its page', async () => {
    const { stack, base } = await served({ baseUrl });
    const days = daysFrom('2026-02-01', 25);
    for (const day of days) await publishPage(stack, day, { subject: `Issue of ${day}`, sections: [section('World', 'A bridge opens', 'A tunnel closes'), section('Empty')] });
    const feed = await new Parser().parseString(await feedAt(base));
    expect(feed).toMatchObject({ title: 'The Morning Brief', link: `${baseUrl}/issues`, description: 'Every issue of The Morning Brief as it comes out.', language: 'en-GB', ttl: '60' });
    expect(feed['lastBuildDate']).toBe('Wed, 25 Feb 2026 07:00:00 GMT');
    expect(feed.feedUrl).toBe(`${baseUrl}/feed.xml`);
    expect(feed.items.map(({ guid, link }) => guid === link && link)).toEqual(days.slice(5).reverse().map((day) => `${baseUrl}/issues/${day}`));
    expect(feed.items[0]).toMatchObject({ title: 'Issue of 2026-02-25', isoDate: '2026-02-25T07:00:00.000Z' });
    expect(feed.items[0]!.content?.trim()).toBe('<h3>World</h3><ul><li>A bridge opens</li><li>A tunnel closes</li></ul>');
  });

  it('is RSS 2.0 to the letter', async () => {
    const { stack, base } = await served({ baseUrl });
    await publishPage(stack, '2026-03-01');
    const xml = parseDocument(await feedAt(base), { xmlMode: true });
    const attributes = (name: string) => DomUtils.getElementsByTagName(name, xml).map(({ attribs }) => attribs);
    expect(attributes('rss')).toEqual([{ version: '2.0', 'xmlns:atom': 'http://www.w3.org/2005/Atom' }]);
    expect(attributes('atom:link')).toEqual([{ href: `${baseUrl}/feed.xml`, rel: 'self', type: 'application/rss+xml' }]);
    expect(attributes('guid')).toEqual([{ isPermaLink: 'true' }]);
  });

  it('is well-formed whatever the texts hold, and escapes them once for each reader: XML, then HTML', async () => {
    const { stack, base } = await served({ baseUrl, name: hostile });
    await publishPage(stack, '2026-03-01', { subject: hostile, preheader: hostile, sections: [section(hostile, hostile)] });
    const xml = await feedAt(base);
    // The first refuses what is not well-formed.
    const [strict, lenient] = [await new Parser().parseString(xml), parseRssFeed(xml)];
    const read = [
      { name: strict.title, title: strict.items[0]!.title, description: strict.items[0]!.content },
      { name: lenient.title, title: lenient.items![0]!.title, description: lenient.items![0]!.description },
    ];
    for (const { name, title, description } of read) {
      expect(name?.trim()).toBe(harmless);
      expect(title?.trim()).toBe(harmless);
      const html = parseDocument(description!);
      expect(DomUtils.getElementsByTagName('*', html).map((element) => element.name)).toEqual(['h3', 'ul', 'li']);
      expect(DomUtils.textContent(DomUtils.getElementsByTagName('li', html))).toBe(harmless);
    }
  });

  it('holds no reader’s token, and nothing else of a reader', async () => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-03-01');
    expect(await feedAt(base)).not.toMatch(/unsubscribe|@/);
  });

  it('is a feed before the first issue too', async () => {
    const { base } = await served({ baseUrl });
    expect(parseRssFeed(await feedAt(base))).toMatchObject({ title: 'The Morning Brief' });
  });

  it('can be asked for again by its tag, which changes with the next issue', async () => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-03-01');
    const { headers } = await fetch(`${base}/feed.xml`);
    expect(headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=600');
    expect(headers.get('last-modified')).toBeNull();
    const tag = headers.get('etag')!;
    const again = () => fetch(`${base}/feed.xml`, { headers: { 'If-None-Match': tag } });
    const same = await again();
    expect([same.status, await same.text(), same.headers.get('etag'), same.headers.get('cache-control')]).toEqual([304, '', tag, 'public, max-age=600']);
    await publishPage(stack, '2026-03-02');
    expect((await again()).status).toBe(200);
  });

  it('answers HEAD as it would GET, without the feed', async () => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-03-01');
    const [get, head] = [await fetch(`${base}/feed.xml`), await fetch(`${base}/feed.xml`, { method: 'HEAD' })];
    expect(head.status).toBe(200);
    for (const name of ['content-type', 'etag', 'cache-control', 'x-content-type-options']) expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect(await head.text()).toBe('');
    expect((await fetch(`${base}/feed.xml`, { method: 'HEAD', headers: { 'If-None-Match': get.headers.get('etag')! } })).status).toBe(304);
  });

  it('speaks the newsletter’s language', async () => {
    const { base } = await served({ locale: 'ja-JP', name: '朝の便り' });
    expect(parseRssFeed(await feedAt(base))).toMatchObject({ language: 'ja-JP', description: '「朝の便り」の最新号をお届けします。' });
  });
});

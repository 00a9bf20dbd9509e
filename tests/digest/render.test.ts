import { DomUtils, parseDocument } from 'htmlparser2';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { render, type Templates } from '../../functions/digest/render.ts';
import type { Issue, Story } from '../../functions/model/issue.ts';
import { fillSlots, slot } from '../../functions/model/slot.ts';
import { issueOfStories, issueWith, story, templatesDir } from './rendering.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(templatesDir);
});
const rendered = (issue: Issue) => render(issue, templates);
const htmlOf = (...stories: Story[]) => rendered(issueOfStories(...stories)).html;
const all = (html: string, name: string) => DomUtils.getElementsByTagName(name, parseDocument(html));
const texts = (html: string, name: string) => all(html, name).map((element) => DomUtils.textContent(element).trim());

describe('size', () => {
  it('30 stories of 300 characters stay far from the 102 KB at which Gmail clips', () => {
    expect(Buffer.byteLength(rendered(issueWith(30)).html)).toBeLessThan(60_000);
  });

  it('30 stories as long as the view lets them be stay below 90 KB', () => {
    const long = issueWith(30);
    const sections = long.sections.map((section) => ({ ...section, stories: section.stories.map((one) => ({ ...one, summary: 'word '.repeat(2000).slice(0, 300), url: `${one.url}&${'x'.repeat(200)}` })) }));
    expect(Buffer.byteLength(rendered({ ...long, sections }).html)).toBeLessThan(90_000);
  });
});

describe('the same issue', () => {
  it('gives the same bytes, wherever the machine thinks it is', async () => {
    const before = process.env['TZ'];
    const once = rendered(issueWith(9));
    process.env['TZ'] = 'Pacific/Kiritimati';
    try {
      expect(render(structuredClone(issueWith(9)), await loadTemplates(templatesDir))).toEqual(once);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});

describe('slots', () => {
  it('stand in the mail as they are, and not in the page', () => {
    const { html, text, page } = rendered(issueWith(3));
    expect(html).toContain(`href="${slot('unsubscribeUrl')}"`);
    expect(text).toContain(slot('unsubscribeUrl'));
    expect(page).not.toMatch(/[\uFDD0-\uFDEF]/);
    const filled = fillSlots(html, { unsubscribeUrl: 'https://news.example.com/unsubscribe/ab/cd', manageUrl: 'https://news.example.com/manage/ab/cd' });
    expect(all(filled, 'a').map((a) => a.attribs['href'])).toContain('https://news.example.com/unsubscribe/ab/cd');
  });

  it('can’t be written by a feed', () => {
    const evil = slot('unsubscribeUrl');
    const { html, text, page } = rendered(issueOfStories(story(1, { title: `a${evil}`, summary: evil, source: evil, author: evil, url: `https://evil.example/?${evil}` })));
    expect(html.split(evil)).toHaveLength(2);
    expect(text.split(evil)).toHaveLength(2);
    expect(page).not.toContain(evil);
  });
});

describe('what a feed says', () => {
  const hostile = ['</title><script>alert(1)</script>', '{{constructor}} {{{x}}} {{#each y}}', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '<!-- <![endif]-->', '&lt;b&gt; &amp;', '--><style>*{display:none}</style>'];

  it.each(hostile)('is text wherever it stands: %s', (evil) => {
    const one = story(1, { title: evil, summary: evil, source: evil, author: evil, also: [{ source: evil }], image: { url: 'https://img.example/a.jpg', alt: evil } });
    const plain = issueOfStories(one, one);
    const issue = { ...plain, subject: evil, preheader: evil, newsletter: { ...plain.newsletter, name: evil } };
    for (const html of [rendered(issue).html, rendered(issue).page]) {
      expect(all(html, 'script')).toEqual([]);
      expect(all(html, 'style')).toHaveLength(all(htmlOf(story(1)), 'style').length);
      expect(texts(html, 'title')).toEqual([evil]);
      expect([...texts(html, 'h2'), ...texts(html, 'h3')].filter((text) => text === evil)).toHaveLength(2);
      const pictures = all(html, 'img');
      expect(pictures.map(({ attribs }) => [attribs['src'], attribs['alt']])).toEqual(Array(2).fill(['https://img.example/a.jpg', evil]));
      const attributes = all(html, '*').flatMap(({ attribs }) => Object.keys(attribs));
      expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    }
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'https://user:pass@evil.example/', 'not a url', '//evil.example'])('%s is no link; the story is shown without', (url) => {
    const html = htmlOf(story(1, { url, also: [{ source: 'Also', url }] }));
    expect(texts(html, 'h2')).toEqual([story(1).title]);
    expect(all(html, 'a').map((a) => a.attribs['href'])).toEqual(['https://news.example.com/issues/2026-03-02', slot('manageUrl'), slot('unsubscribeUrl')]);
  });

  it('a quote in a URL stays in the URL', () => {
    const html = htmlOf(story(1, { url: `https://a.example/"onclick="x'><b>` }));
    expect(all(html, 'a')[0]!.attribs['href']).toBe(`https://a.example/%22onclick=%22x'%3E%3Cb%3E`);
  });

  it('is clipped', () => {
    const [title] = texts(htmlOf(story(1, { title: 'long '.repeat(2000) })), 'h2');
    expect(title!.length).toBeLessThanOrEqual(200);
    expect(title).toMatch(/…$/);
  });
});

describe('pictures', () => {
  const pictures = (image: Story['image'], lead = false) =>
    all(htmlOf(...(lead ? [story(1, { image: image! })] : [story(1, { image: { url: 'http://plain.example/x.jpg' } }), story(2, { image: image! })])), 'img').map(({ attribs }) => attribs);
  const url = 'https://img.example/a.jpg';

  it.each([
    ['plain http', { url: 'http://img.example/a.jpg' }],
    ['SVG, which mail clients do not show', { url: 'https://img.example/a.svg' }],
    ['a tracking pixel', { url, width: 1, height: 1 }],
    ['an icon', { url, width: 32, height: 32 }],
  ])('%s is left out', (_, image) => expect(pictures(image)).toEqual([]));

  it('have width, height and alt: thumbnails of one frame, the lead as it is, or as most are', () => {
    expect(pictures({ url, alt: 'A cat', width: 1200, height: 800 })).toMatchObject([{ width: '112', height: '84', alt: 'A cat' }]);
    expect(pictures({ url })).toMatchObject([{ width: '112', height: '84', alt: '' }]);
    expect(pictures({ url, width: 1120, height: 560 }, true)).toMatchObject([{ width: '560', height: '280' }]);
    expect(pictures({ url }, true)).toMatchObject([{ width: '560', height: '315' }]);
  });

  it.each([['a ribbon', 1600, 90], ['a skyscraper', 160, 900]])('%s is no picture of something', (_, width, height) => {
    expect(pictures({ url, width, height })).toEqual([]);
  });
});

describe('languages', () => {
  const newsletter = (locale: string) => ({ ...issueWith(0).newsletter, locale });

  it.each(['ar', 'he', 'fa', 'ur-PK'])('%s runs from right to left', (locale) => {
    const { html } = rendered(issueWith(5, { newsletter: newsletter(locale) }));
    expect(all(html, 'html')[0]!.attribs).toMatchObject({ lang: locale, dir: 'rtl' });
    expect(all(html, 'tbody').filter(({ attribs }) => attribs['dir']).map(({ attribs }) => [attribs['dir'], attribs['align']])).toEqual([['rtl', 'right']]);
    expect(html).not.toMatch(/direction: ?ltr/);
    expect(all(html, 'img')[1]!.attribs['align']).toBe('left');
  });

  it.each([
    ['en-GB', 'Monday 2 March 2026', 'Unsubscribe', '05:40'],
    ['de', 'Montag, 2. März 2026', 'Abbestellen', '05:40'],
    ['fr', 'lundi 2 mars 2026', 'Se désabonner', '05:40'],
    ['es', 'lunes, 2 de marzo de 2026', 'Darse de baja', '5:40'],
    ['nb', 'mandag 2. mars 2026', 'Unsubscribe', '05:40'],
  ])('%s has its date and, where it is known, its words', (locale, day, unsubscribe, time) => {
    const { html, text } = rendered(issueWith(2, { newsletter: newsletter(locale) }));
    // Whether a comma follows the weekday differs from one ICU to the next.
    for (const part of [html, text]) expect(part.replaceAll(',', '')).toContain(day.replaceAll(',', ''));
    expect(texts(html, 'a')).toContain(unsubscribe);
    expect(text).toContain(` · ${time}`);
  });

  it('sets apart words of both directions, and those alone', () => {
    const metaOf = (more: Partial<Story>) => rendered({ ...issueOfStories(story(1, more)), newsletter: newsletter('en-GB') }).text.match(/.*Jane Doe.*/)![0];
    expect(metaOf({ title: 'أخبار الصباح' })).toBe('  \u2068Example World\u2069 · \u2068Jane Doe\u2069 · \u20683 min read\u2069 · \u206805:40\u2069');
    expect(metaOf({})).toBe('  Example World · Jane Doe · 3 min read · 05:40');
    expect(htmlOf(story(1, { title: 'أخبار', also: [{ source: 'Wire \u202Eedit' }] }))).toContain('\u2068Wire edit\u2069');
  });

  it('tells times in the newsletter’s timezone, with the weekday or date if not of that day', () => {
    const meta = (published: string | undefined) =>
      rendered({ ...issueOfStories(story(1, { ...(published && { published }), words: 10 })), newsletter: { ...newsletter('en-GB'), timezone: 'Asia/Tokyo' } }).text.match(/Example World · Jane Doe.*/)![0];
    expect(meta('2026-03-01T15:30:00Z')).toMatch(/ · 00:30$/);
    expect(meta('2026-03-01T14:30:00Z')).toMatch(/ · Sun\u00A023:30$/);
    expect(meta('2026-02-01T14:30:00Z')).toMatch(/ · 1 Feb 2026$/);
    expect(meta('not a date')).toBe('Example World · Jane Doe');
  });
});

describe('an issue without stories', () => {
  it('says so', () => {
    const { html, text } = rendered(issueWith(0));
    expect(html).toContain('Enjoy the quiet');
    expect(text).toContain('Enjoy the quiet');
  });
});

describe('the page', () => {
  it('has the archive, and nothing that is for one reader', () => {
    const { page } = rendered(issueWith(3));
    expect(texts(page, 'a')).not.toContain('Unsubscribe');
    expect(all(page, 'a').map((a) => a.attribs['href'])).toContain('https://news.example.com/issues');
    expect(page).not.toContain('because you subscribed');
    expect(all(page, 'link')[0]!.attribs).toEqual({ rel: 'canonical', href: 'https://news.example.com/issues/2026-03-02' });
  });
});

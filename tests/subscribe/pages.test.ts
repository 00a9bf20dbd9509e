import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { pageStyle } from '../../functions/subscribe/layout.tsx';
import { archivePage, notFoundPage, unsubscribedPage, unsubscribePage } from '../../functions/subscribe/pages.tsx';

const base = { name: 'The Morning Brief', locale: 'en-GB' };
const evil = '"><script>alert(1)</script>&amp;\'';
const all = (html: string, name: string) => DomUtils.getElementsByTagName(name, parseDocument(html));
const texts = (html: string, name: string) => all(html, name).map((element) => DomUtils.textContent(element));

const pages = (name: string, locale = 'en-GB') => ({
  unsubscribe: unsubscribePage({ name, locale, address: `${name}@example.com`, action: `/unsubscribe/${name}` }),
  unsubscribed: unsubscribedPage({ name, locale }),
  'not found': notFoundPage({ name, locale }),
  archive: archivePage({ name, locale, issues: [{ date: '2026-03-02', subject: name, url: `/issues/${name}` }] }),
});

describe('the unsubscribe page', () => {
  const html = unsubscribePage({ ...base, address: 'ada@example.com', action: '/unsubscribe/ab/cd' });

  it('says whose subscription it would end, and asks', () => {
    expect(texts(html, 'h1')).toEqual(['Unsubscribe from The Morning Brief?']);
    expect(texts(html, 'strong')).toEqual(['ada@example.com']);
  });

  it('posts what a one-click unsubscribe posts (RFC 8058)', () => {
    expect(all(html, 'form')[0]!.attribs).toEqual({ method: 'post', action: '/unsubscribe/ab/cd' });
    expect(all(html, 'input').map(({ attribs }) => [attribs['name'], attribs['value']])).toEqual([['List-Unsubscribe', 'One-Click']]);
    expect(texts(html, 'button')).toEqual(['Unsubscribe']);
  });
});

describe.each(Object.entries(pages('x')))('the %s page', (which, html) => {
  it('is whole and plain: no script, nothing loaded, no referrer', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en-GB" dir="ltr">')).toBe(true);
    for (const name of ['script', 'img', 'link', 'iframe']) expect(all(html, name)).toEqual([]);
    expect(html).toContain('<meta name="referrer" content="no-referrer"/>');
    expect(html.includes('content="noindex"')).toBe(which !== 'archive');
  });

  it('has one style, always the same, so that its hash can be allowed', () => expect(texts(html, 'style')).toEqual([pageStyle]));

  it('escapes what it shows', () => {
    const hostile = pages(evil)[which as 'archive'];
    expect(all(hostile, 'script')).toEqual([]);
    expect(DomUtils.textContent(all(hostile, 'p')[0]!)).toBe(evil);
    expect(all(hostile, '*').flatMap(({ attribs }) => Object.keys(attribs)).filter((name) => /[^a-z-]/.test(name))).toEqual([]);
  });

  it('has its words in German, and runs from right to left in Arabic', () => {
    expect(texts(pages('x', 'de-AT')[which as 'archive'], 'h1')).not.toEqual(texts(html, 'h1'));
    expect(pages('x', 'ar')[which as 'archive']).toContain('<html lang="ar" dir="rtl">');
  });
});

describe('the archive', () => {
  it('lists the issues with their day', () => {
    const html = archivePage({ ...base, issues: [{ date: '2026-03-02', subject: 'Dawn', url: '/issues/2026-03-02' }] });
    expect(all(html, 'a')[0]!.attribs['href']).toBe('/issues/2026-03-02');
    expect(texts(html, 'time')[0]).toMatch(/^Monday,? 2 March 2026$/);
  });

  it('says when there are none', () => expect(archivePage({ ...base, issues: [] })).toContain('No issue has come out yet.'));
});

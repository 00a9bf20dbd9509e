import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { palettesOf } from '../../functions/model/palette.ts';
import { pageStyle } from '../../functions/subscribe/layout.tsx';
import { archivePage, notFoundPage, unsubscribedPage, unsubscribePage } from '../../functions/subscribe/pages.tsx';
import { wordsFor } from '../../functions/subscribe/words.ts';

const base = { name: 'The Morning Brief', locale: 'en-GB' };
const evil = '"><script>alert(1)</script>&amp;\'';
const all = (html: string, name: string) => DomUtils.getElementsByTagName(name, parseDocument(html));
const texts = (html: string, name: string) => all(html, name).map((element) => DomUtils.textContent(element));

const pages = (name: string, locale = 'en-GB') => ({
  unsubscribe: unsubscribePage({ name, locale, address: `${name}@example.com`, action: `/unsubscribe/${name}` }),
  unsubscribed: unsubscribedPage({ name, locale }),
  'not found': notFoundPage({ name, locale }),
  archive: archivePage({ name, locale, issues: [{ date: '2026-03-02', subject: name, preheader: name, url: `/issues/${name}` }], links: { canonical: '/issues', feed: `/feed/${name}`, newest: '/issues', newer: '/n', older: '/o' } }),
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
    for (const name of ['script', 'img', 'iframe']) expect(all(html, name)).toEqual([]);
    expect(all(html, 'link').map(({ attribs }) => attribs['rel'])).toEqual(which === 'archive' ? ['canonical', 'alternate'] : []);
    expect(html).toContain('<meta name="referrer" content="no-referrer"/>');
    expect(html.includes('content="noindex"')).toBe(which !== 'archive');
  });

  it('has one style, always the same, so that its hash can be allowed', () => expect(texts(html, 'style')).toEqual([pageStyle(palettesOf({}))]));

  it('is in the newsletter’s colours', () => {
    const look = { palettes: palettesOf({ accent: '#0055aa', background: '#eef' }) };
    const [style] = texts(archivePage({ ...base, look, issues: [] }), 'style');
    expect(style).toContain('--accent: #0055aa');
    expect(style).toContain('--back: #eeeeff');
  });

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
  const issues = [
    { date: '2026-03-02', subject: 'Dawn', preheader: 'And noon', url: '/issues/2026-03-02' },
    { date: '2026-03-01', subject: 'Dusk', preheader: '', url: '/issues/2026-03-01' },
    { date: '2026-02-28', subject: 'Night', url: '/issues/2026-02-28' },
  ];

  it('lists the issues with their day, month by month', () => {
    const html = archivePage({ ...base, issues });
    expect(all(html, 'a').map(({ attribs }) => attribs['href'])).toEqual(issues.map(({ url }) => url));
    expect(texts(html, 'h2')).toEqual(['March 2026', 'February 2026']);
    expect(all(html, 'ul').map((list) => DomUtils.getElementsByTagName('li', list).length)).toEqual([2, 1]);
    expect(texts(html, 'time')[0]).toMatch(/^Monday,? 2 March$/);
    expect(texts(html, 'b')).toEqual(['Dawn', 'Dusk', 'Night']);
    expect(texts(html, 'small')).toEqual(['And noon']);
  });

  it('says when there are none', () => expect(archivePage({ ...base, issues: [] })).toContain('No issue has come out yet.'));

  it('names the feed in its head, by the newsletter’s name', () => {
    const [canonical, feed] = all(pages('x').archive, 'link').map(({ attribs }) => attribs);
    expect(canonical).toEqual({ rel: 'canonical', href: '/issues' });
    expect(feed).toEqual({ rel: 'alternate', type: 'application/rss+xml', title: 'x', href: '/feed/x' });
  });
});

describe('the words', () => {
  const languages = ['ar', 'de', 'es', 'fr', 'ja', 'ru'];
  const english = wordsFor('en');
  /** Every word by its path, such as `join.title`. */
  const spoken = (words: object, path = ''): (readonly [key: string, said: string])[] =>
    Object.entries(words).flatMap(([key, word]: [string, unknown]) => {
      if (typeof word === 'object' && word !== null && !Array.isArray(word)) return spoken(word, `${path}${key}.`);
      return [[`${path}${key}`, typeof word === 'function' ? (word as (name: string) => string)('@') : [word].flat().join('@')] as const];
    });

  it.each(languages)('are all there in %s, and none in English', (language) => {
    const words = spoken(wordsFor(`${language}-XX`));
    expect(words.map(([key]) => key).sort()).toEqual(spoken(english).map(([key]) => key).sort());
    for (const [key, said] of words) expect(said, key).not.toBe(Object.fromEntries(spoken(english))[key]);
    if (['ar', 'ja', 'ru'].includes(language)) expect(words.map(([, said]) => said.replace(/RSS|[a-z]+@example.org/, '')).filter((said) => /[a-z]/i.test(said))).toEqual([]);
  });

  it('are English in a language that is not there', () => {
    for (const locale of ['pl', 'xx-ar', 'constructor', 'EN-gb']) expect(wordsFor(locale)).toBe(english);
  });
});

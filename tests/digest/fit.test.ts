import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { composer } from '../../functions/deliver/compose.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { budget, encodedSize, fit } from '../../functions/digest/fit.ts';
import { render, templateFor, type Templates } from '../../functions/digest/render.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { config, issueOf } from '../fixtures.ts';
import { issueWith, story, templatesDir } from './rendering.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(templatesDir);
});

const fitted = (issue: Issue, titles = 6) => fit(issue, templateFor(issue, templates), titles);
const sizeOf = (issue: Issue) => encodedSize(render(issue, templates).html, issue.newsletter.baseUrl);
const shown = ({ mail }: Issue) => mail!.sections.map(({ stories }) => stories);

/** Sections of so many stories each. */
const issueOfSections = (counts: readonly number[], more: Partial<Issue> = {}, of = story): Issue =>
  issueOf('2026-03-02', { sections: counts.map((count, s) => ({ title: `Section ${s}`, stories: Array.from({ length: count }, (_, n) => of(100 * s + n, { item: `f/${s}-${n}` })) })), ...more });

describe('the size as sent', () => {
  it.each([['English', issueWith(9)], ['Russian', russian(12)]])('is that of the part in the composed mail: %s', async (_, issue) => {
    const { html, text } = render(issue, templates);
    const { pieces } = (await composer(config, issue, { html, text }))('0'.repeat(32), { address: 'a@example.org', token: '0'.repeat(22) });
    const raw = Buffer.concat(pieces);
    const source = raw.toString('latin1');
    const [, part = ''] = /Content-Type: text\/html[^]*?\r\n\r\n([^]*?)\r\n----/.exec(source) ?? [];
    expect(part.length).toBeGreaterThan(10_000);
    expect(Math.abs(encodedSize(html, issue.newsletter.baseUrl) - part.length)).toBeLessThanOrEqual(2);
    expect((await PostalMime.parse(raw)).html).toContain('Unsubscribe');
  });
});

describe('an issue that fits', () => {
  it('is shown whole', () => {
    const issue = fitted(issueWith(5));
    expect(issue.mail).toEqual({ summary: 280, sections: [2, 2, 1].map((stories) => ({ stories, titles: 6 })) });
    expect(issue.items).toEqual(issueWith(5).items);
  });
});

describe('an issue that does not', () => {
  it.each([
    ['70 stories', issueWith(70)],
    ['long links everywhere', issueOfSections([20, 20], {}, (n, more) => story(n, { ...more, url: `https://a.example/?${'q=%20&'.repeat(300)}${n}`, image: { url: `https://img.example/?${'w==&'.repeat(400)}${n}` } }))],
    ['Russian, which takes six bytes a letter as sent', russian(40)],
    ['200 sections of one story', issueOfSections(Array.from({ length: 200 }, () => 1))],
    ['thousands of titles', issueOf('2026-03-02', { sections: Array.from({ length: 25 }, (_, s) => ({ title: `Section ${s}`, stories: [story(s)], titles: Array.from({ length: 200 }, (_, n) => ({ item: `x/${s}-${n}`, title: `Title ${n} `.repeat(12), source: `Feed ${n % 9}`, url: `https://x.example/${s}/${n}` })), unlisted: 4000 })) })],
  ])('is cut until it does: %s', (_, issue) => {
    const whole = fit(issue, templateFor(issue, templates), 50);
    expect(sizeOf(whole)).toBeLessThanOrEqual(budget);
    expect(sizeOf(whole)).toBeGreaterThan(budget / 2);
    expect(render(whole, templates).html).toContain('Unsubscribe');
  });

  it('has shorter summaries and fewer titles before it has fewer stories', () => {
    expect(fitted(issueOfSections([32, 32])).mail).toMatchObject({ sections: [{ stories: 32 }, { stories: 32 }] });
    expect(fitted(issueOfSections([32, 32])).mail!.summary).toBeLessThan(280);
  });

  it('takes its stories from the sections that have most', () => {
    const counts = shown(fitted(issueOfSections([60, 3, 40, 10])));
    expect(counts[1]).toBe(3);
    expect(counts[3]).toBe(10);
    expect(counts[0]! - counts[2]!).toBeLessThanOrEqual(1);
    expect(counts[0]!).toBeGreaterThan(10);
  });

  it('keeps every section, with shorter summaries or none, before it loses one', () => {
    const issue = fitted(russian(3, 20));
    expect(shown(issue).every((count) => count > 0)).toBe(true);
    expect(sizeOf(issue)).toBeLessThanOrEqual(budget);
  });

  it('loses little where it is little too long', () => {
    const issue = fitted(issueOfSections(Array.from({ length: 35 }, () => 2), {}, (n, more) => ({ ...story(n, more), summary: '', image: { url: 'http://none.example/' }, url: `https://news.example.org/${'x'.repeat(345)}${n}` })));
    expect(shown(issue).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(60);
    expect(sizeOf(issue)).toBeLessThanOrEqual(budget);
  });

  it('keeps its lead, wherever that stands', () => {
    const huge = (n: number, more: object = {}) => story(n, { ...more, url: `https://a.example/?${'====='.repeat(380)}${n}`, image: { url: `https://img.example/?${'====='.repeat(380)}` } });
    const issue = fitted(issueOfSections([30, 30, 30], { lead: 2 }, huge));
    expect(shown(issue)[2]).toBeGreaterThanOrEqual(1);
    expect(sizeOf(issue)).toBeLessThanOrEqual(budget);
  });

  it('says where each item went that the mail does not tell in full, and the page tells all', () => {
    const given = issueOfSections([90, 3]);
    const issue = fitted({ ...given, items: given.sections.flatMap(({ stories }) => stories.map(({ item }) => ({ feed: 'f', id: item.slice(2), fate: 'story' as const }))) });
    const [first] = issue.mail!.sections;
    const count = (named: string | undefined) => issue.items.filter((item) => item.named === named).length;
    expect(count(undefined)).toBe(first!.stories + 3);
    expect(count('mail')).toBe(first!.titles);
    expect(count('page')).toBe(90 - first!.stories - first!.titles);
    const { html, page } = render(issue, templates);
    expect(page.match(/<h[23][^>]*><a/g)).toHaveLength(93);
    expect(html.match(/<h[23][^>]*><a/g)).toHaveLength(first!.stories + 3);
    expect(html).toContain(`>${90 - first!.stories - first!.titles} more on the web</a>`);
    expect(html).toContain('href="https://news.example.com/issues/2026-03-02#s1"');
    expect(page).toContain('id="s1"');
  });

  it('is cut in the same way every time', () => {
    expect(fitted(issueWith(70))).toEqual(fitted(structuredClone(issueWith(70))));
  });
});

describe('titles alone', () => {
  const titles = ['A', 'B', 'A', 'B', 'A'].map((source, n) => ({ item: `x/${n}`, title: `Title ${n}`, source, url: `https://x.example/${n}` }));
  const issue = issueOf('2026-03-02', { sections: [{ title: 'World', stories: [story(1)], titles, unlisted: 2 }] });

  it('stand together feed by feed, and the rest is counted', () => {
    const { html, text } = render(fitted(issue, 3), templates);
    expect(html.match(/Also from [AB]:/g)).toEqual(['Also from A:', 'Also from B:']);
    expect(html.match(/Title \d/g)).toEqual(['Title 0', 'Title 2', 'Title 1']);
    expect(html).toContain('2 more on the web');
    expect(text).toMatch(/Also from A:\n\* Title 0\u00A0\[2\]\n\* Title 2\u00A0\[3\]\n\nAlso from B:\n\* Title 1\u00A0\[4\]\n\n2 more on the web\u00A0\[5\]/);
  });

  it('of sections that have no room are counted under their names', () => {
    const untold = (title: string, count: number) => ({ title, stories: [], titles: titles.slice(0, count) });
    const { html } = render(fitted({ ...issue, sections: [...issue.sections, untold('Sport', 3), untold('Chess', 2), untold('Empty', 0)] }, 0), templates);
    expect(html).toContain('>Sport, Chess · 5 more on the web</a>');
  });

  it('are all on the page', () => {
    const { page } = render(fitted(issue, 0), templates);
    expect(page.match(/Title \d/g)).toHaveLength(5);
    expect(page).toContain('>+ 2<');
    expect(page).not.toContain('on the web');
  });
});

function russian(count: number, sections = 1): Issue {
  const issue = issueOfSections(Array.from({ length: sections }, () => count), {}, (n, more) => story(n, { ...more, title: `В порту Эллери решили сохранить последний паром, номер ${n}`, summary: 'Островной город сам заплатит за утренний рейс, чтобы не потерять его. '.repeat(6) }));
  return { ...issue, newsletter: { ...issue.newsletter, locale: 'en' } };
}

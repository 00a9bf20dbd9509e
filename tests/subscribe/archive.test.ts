import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { issueKey } from '../../functions/keys.ts';
import { sliceOf } from '../../functions/subscribe/archive.ts';
import { issueOf } from '../fixtures.ts';
import { daysFrom, publishPage, served } from './served.ts';

/** The index: the days it lists, newest first, and where its links lead by what they say. */
async function index(url: string): Promise<{ dates: string[]; links: Record<string, string>; canonical: string | undefined; cache: string | null; html: string }> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  const html = await answer.text();
  const all = (name: string) => DomUtils.getElementsByTagName(name, parseDocument(html));
  const nav = DomUtils.getElementsByTagName('a', all('nav'));
  return {
    dates: all('time').map(({ attribs }) => attribs['datetime']!),
    links: Object.fromEntries(nav.map((a) => [DomUtils.textContent(a), a.attribs['href']!])),
    canonical: all('link').find(({ attribs }) => attribs['rel'] === 'canonical')?.attribs['href'],
    cache: answer.headers.get('cache-control'),
    html,
  };
}

describe('the page of an issue', () => {
  it('is the stored bytes, to be kept for an hour and asked for again by its tag', async () => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-03-01');
    const page = await fetch(`${base}/issues/2026-03-01`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(page.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await page.text()).toBe('<!doctype html><p>the page of 2026-03-01</p>');
    const again = await fetch(`${base}/issues/2026-03-01`, { headers: { 'If-None-Match': `"other", W/${page.headers.get('etag')}` } });
    expect(again.status).toBe(304);
    expect(again.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await again.text()).toBe('');
  });
});

describe('the index', () => {
  it('goes through 75 issues by 30, back and forth, and misses none', async () => {
    const { stack, base } = await served();
    const days = daysFrom('2025-12-20', 75);
    for (const day of days) await publishPage(stack, day);
    const newest = await index(`${base}/issues`);
    expect(newest.dates).toEqual(days.slice(45).reverse());
    expect(newest.links).toEqual({ 'Older issues': `/issues?before=${days[45]}`, 'RSS feed': '/feed.xml' });
    const middle = await index(base + newest.links['Older issues']!);
    expect(middle.dates).toEqual(days.slice(15, 45).reverse());
    expect(middle.links).toEqual({ 'Newer issues': '/issues', 'Older issues': `/issues?before=${days[15]}`, 'RSS feed': '/feed.xml' });
    const oldest = await index(base + middle.links['Older issues']!);
    expect(oldest.dates).toEqual(days.slice(0, 15).reverse());
    expect(oldest.links).toEqual({ 'Newest issues': '/issues', 'Newer issues': `/issues?before=${days[45]}`, 'RSS feed': '/feed.xml' });
    expect([newest, middle, oldest].map(({ canonical }) => canonical)).toEqual(['/issues', `/issues?before=${days[45]}`, `/issues?before=${days[15]}`]);
    expect([newest, middle, oldest].map(({ cache }) => cache)).toEqual(['public, max-age=300', 'public, max-age=3600', 'public, max-age=3600']);
  });

  it('reads the issues it shows, each once', async () => {
    const { stack, base, reads } = await served();
    const days = daysFrom('2026-01-01', 40);
    for (const day of days) await publishPage(stack, day);
    for (let n = 0; n < 3; n++) await index(`${base}/issues`);
    expect(reads.sort()).toEqual(days.slice(10).map((day) => issueKey(day, 'issue.json')));
  });

  it('shows the newest under any date after it, at the one address', async () => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-03-01');
    expect(await index(`${base}/issues?before=2030-01-01`)).toMatchObject({ dates: ['2026-03-01'], canonical: '/issues', links: { 'RSS feed': '/feed.xml' } });
  });

  it('has an issue from when its page is there', async () => {
    const { stack, base } = await served();
    await stack.store.create(issueKey('2026-03-01', 'issue.json'), JSON.stringify(issueOf('2026-03-01')));
    expect((await index(`${base}/issues`)).html).toContain('No issue has come out yet.');
    await stack.store.create(issueKey('2026-03-01', 'page.html'), '<!doctype html>');
    expect((await index(`${base}/issues`)).dates).toEqual(['2026-03-01']);
  });

  it('escapes subject and preheader, and takes out what could hide a text', async () => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-03-01', { subject: 'First <of>\u202E all\u0007\n', preheader: '<b>&amp;' });
    const { html } = await index(`${base}/issues`);
    expect(html).toContain('<b dir="auto">First &lt;of&gt; all</b>');
    expect(html).toContain('<small dir="auto">&lt;b&gt;&amp;amp;</small>');
  });

  it.each(['', 'x', '2026-3-1', '2026-02-30', '2026-03-01T00:00', '2026-13-01', '../2026', '2025-12-31'])('answers before=%s, where nothing is, with 404', async (before) => {
    const { stack, base } = await served();
    await publishPage(stack, '2026-01-01');
    expect((await fetch(`${base}/issues?before=${encodeURIComponent(before)}`)).status).toBe(404);
  });

  it('reads in Arabic from right to left, with Arabic months', async () => {
    const { stack, base } = await served({ locale: 'ar-EG' });
    await publishPage(stack, '2026-03-02');
    const { html } = await index(`${base}/issues`);
    expect(html).toContain('<html lang="ar-EG" dir="rtl">');
    expect(html).toContain('<h2>مارس ٢٠٢٦</h2>');
    expect(html).toContain('خلاصة RSS');
  });
});

describe('a slice of the archive', () => {
  it('leads through every date both ways, however many there are', () => {
    for (const count of [1, 2, 3, 4, 7, 8, 9, 10]) {
      const dates = daysFrom('2026-01-01', count);
      const back: string[] = [];
      let slice = sliceOf(dates, undefined, 3)!;
      for (;;) {
        back.push(...slice.dates);
        if (slice.older === undefined) break;
        slice = sliceOf(dates, slice.older, 3)!;
      }
      expect(back).toEqual(dates.toReversed());
      const forth = new Set(slice.dates);
      while (slice.newer !== undefined) {
        slice = sliceOf(dates, slice.newer === 'newest' ? undefined : slice.newer, 3)!;
        slice.dates.forEach((date) => forth.add(date));
      }
      expect([...forth].sort()).toEqual(dates);
    }
  });

  it('is empty of nothing, and undefined before the first', () => {
    expect(sliceOf([], undefined, 3)).toEqual({ dates: [] });
    expect(sliceOf(['2026-01-01'], '2026-01-01', 3)).toBeUndefined();
  });
});

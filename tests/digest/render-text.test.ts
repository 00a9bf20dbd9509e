import { describe, expect, it } from 'vitest';
import type { Issue } from '../../functions/model/issue.ts';
import { fillSlots, slot } from '../../functions/model/slot.ts';
import { textOf } from '../../functions/digest/text.ts';
import { viewOf } from '../../functions/digest/view.ts';
import { widthOf, wrap } from '../../functions/digest/wrap.ts';
import { issueOfStories, issueWith, story } from './rendering.ts';

const text = (issue: Issue) => textOf(viewOf(issue, 'mail'));
const tooWide = (lines: string) => lines.split('\n').filter((line) => widthOf(line) > 72 && !/https?:/.test(line));

describe('the text part', () => {
  it('reads well in a terminal', () => {
    const issue = issueOfStories(
      story(1, { title: 'Port Ellery keeps its ferry', summary: 'After a count that went on past midnight, the town chose to pay for the 6:15 boat itself.', url: 'https://a.example/ferry', also: [{ source: 'Wire & Tide', url: 'https://b.example' }] }),
      story(2, { title: 'No link', summary: '', url: 'mailto:x', words: 0 }),
    );
    expect(fillSlots(text(issue), { unsubscribeUrl: 'https://news.example.com/unsubscribe/ab/cd', manageUrl: 'https://news.example.com/manage/ab/cd' }).replace('Monday,', 'Monday')).toBe(`The Morning Brief
Monday 2 March 2026 · 2 stories
------------------------------------------------------------------------


WORLD
-----

* Port Ellery keeps its ferry\u00A0[1]
  After a count that went on past midnight, the town chose to pay for
  the 6:15 boat itself.
  Example World · Jane Doe · 3 min read · 05:40
  Also in: Wire & Tide\u00A0[2]

* No link
  Example World · Jane Doe · 05:40

[1] https://a.example/ferry
[2] https://b.example/

------------------------------------------------------------------------
You get this mail because you subscribed to The Morning Brief.
Read on the web:
  https://news.example.com/issues/2026-03-02
Your subscription:
  https://news.example.com/manage/ab/cd
Unsubscribe:
  https://news.example.com/unsubscribe/ab/cd

1 Example Road, London
`);
  });

  it('is at most 72 columns wide, but for URLs, which are whole', () => {
    const url = `https://a.example/${'long/'.repeat(60)}`;
    const issue = issueOfStories(
      story(1, { url, title: 'x'.repeat(190), summary: `${'word '.repeat(60)} ${'東京の港'.repeat(30)}` }),
      story(2, { title: '朝のニュース、港の町で最後の渡し船が残ることになった。'.repeat(5), author: '名'.repeat(70), also: [{ source: 'é'.repeat(80) }, { source: 'B '.repeat(50) }] }),
    );
    expect(tooWide(text(issue))).toEqual([]);
    expect(text(issue).split('\n')).toContain(`[1] ${url}`);
    expect(tooWide(text(issueWith(30)))).toEqual([]);
  });

  it('holds one slot', () => expect(text(issueWith(3)).split(slot('unsubscribeUrl'))).toHaveLength(2));
});

describe('wrapping', () => {
  it('counts East Asian characters twice, and marks that combine not at all', () => {
    expect([widthOf('abc'), widthOf('東京'), widthOf('e\u0301'), widthOf('👩‍🚀')]).toEqual([3, 4, 1, 2]);
  });

  it('breaks between East Asian characters, never before what closes', () => {
    expect(wrap('港の町で最後の船。', 8)).toEqual(['港の町で', '最後の', '船。']);
    expect(wrap('「港」の「町」', 6)).toEqual(['「港」', 'の', '「町」']);
  });

  it('breaks a word that has no place to, and never a URL', () => {
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
    expect(wrap('see (https://a.example/long) now', 10)).toEqual(['see', '(https://a.example/long)', 'now']);
  });

  it('keeps every character', () => {
    const given = 'Ein Text, ein 東京の港 and 🇩🇪 flags';
    expect(wrap(given, 5).join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
  });
});

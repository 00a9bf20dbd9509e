import type { Issue, Story } from '../../functions/model/issue.ts';

const story = (n: number): Story => ({
  item: `world/${n}`,
  title: `Headline ${n} says what happened in about eighty characters, more or less so`,
  url: `https://news.example.org/2026/03/02/headline-${n}?id=${n}&from=feed`,
  summary: `Words that tell of it in brief, number ${n}. `.repeat(10).slice(0, 280),
  source: 'Example World',
  image: { url: `https://img.example.org/2026/03/${n}.jpg`, alt: 'A harbour in the morning', width: 1200, height: 800 },
  published: '2026-03-02T05:40:00.000Z',
  words: 700,
  also: [],
});

/** An issue of so many stories in three sections, as long as such ones are. */
export function benchIssue(stories: number): Issue {
  return {
    version: 1,
    nonce: 'bench',
    date: '2026-03-02',
    at: '2026-03-02T07:00:00.000Z',
    read: { from: '', to: '' },
    newsletter: { name: 'The Morning Brief', locale: 'en-GB', timezone: 'Europe/London', postalAddress: '1 Example Road, London', baseUrl: 'https://news.example.com' },
    subject: 'Headline 0 says what happened in about eighty characters',
    preheader: 'And what else there is',
    sections: ['World', 'Science', 'Culture'].map((title, s) => ({ title, stories: Array.from({ length: stories / 3 }, (_, n) => story(3 * n + s)) })),
    items: Array.from({ length: 500 }, (_, n) => ({ feed: 'world', id: `a-guid-of-some-length-${n}`, fate: 'over-section-cap' as const })),
    shards: [],
  };
}

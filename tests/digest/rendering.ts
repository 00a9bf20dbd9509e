import { fileURLToPath } from 'node:url';
import type { Issue, Story } from '../../functions/model/issue.ts';
import { issueOf } from '../fixtures.ts';

export const templatesDir = fileURLToPath(new URL('../../templates', import.meta.url));

export function story(n: number, more: Partial<Story> = {}): Story {
  return {
    item: `world/${n}`,
    title: `Headline ${n} says what happened in about eighty characters, more or less so`,
    url: `https://news.example.org/2026/03/02/headline-${n}?id=${n}&from=feed`,
    summary: `Words that tell of it in brief, number ${n}. `.repeat(10).slice(0, 300),
    source: 'Example World',
    author: 'Jane Doe',
    image: { url: `https://img.example.org/2026/03/${n}.jpg`, alt: 'A harbour in the morning', width: 1200, height: 800 },
    published: '2026-03-02T05:40:00.000Z',
    words: 700,
    also: [],
    ...more,
  };
}

/** An issue with `count` stories in up to three sections. */
export function issueWith(count: number, more: Partial<Issue> = {}): Issue {
  const stories = Array.from({ length: count }, (_, n) => story(n));
  const sections = ['World', 'Science', 'Culture'].map((title, s) => ({ title, stories: stories.filter((_, n) => n % 3 === s) }));
  return issueOf('2026-03-02', { preheader: 'And what else there is', sections, ...more });
}

export const issueOfStories = (...stories: Story[]): Issue => issueWith(0, { sections: [{ title: 'World', stories }] });

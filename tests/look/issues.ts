/** The issues whose looks are recorded. Outlets, people and events are invented. */
import { sampleIssue } from '../../functions/digest/sample-issue.ts';
import type { Issue, IssueSection, Story } from '../../functions/model/issue.ts';
import { issueWith, story } from '../digest/rendering.ts';
import * as editions from './editions.ts';
import { brokenPictureHost } from './tab.ts';

const host = 'https://pictures.example';

/** A story as the editions tell it. */
export interface Told {
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly author?: string;
  readonly alt?: string;
}

export interface Edition {
  readonly locale: string;
  readonly timezone: string;
  readonly name: string;
  readonly postalAddress: string;
  readonly sections: readonly { readonly title: string; readonly stories: readonly Told[] }[];
}

/** The issue of an edition: a lead with a picture, thumbnails for those that have an alt, two that other feeds have too, one feed gone silent. */
function issueFrom({ locale, timezone, name, postalAddress, sections: told }: Edition): Issue {
  const sections = told.map(({ title, stories }, s) => ({ title, stories: stories.map((one, n) => storyFrom(one, s * 10 + n)) }));
  const titles = sections.flatMap(({ stories }) => stories.map(({ title }) => title));
  return issueWith(0, {
    newsletter: { name, locale, timezone, postalAddress, baseUrl: 'https://news.example.com' },
    subject: titles[0] ?? name,
    preheader: titles.slice(1, 4).join(' · '),
    sections,
    silent: [{ name: told[0]!.stories.at(-1)!.source, since: '2026-02-24T06:00:00.000Z' }],
  });
}

function storyFrom({ title, summary, source, author, alt }: Told, n: number): Story {
  return {
    item: `feed/${n}`,
    title,
    url: `https://stories.example/2026/03/02/${n}-${encodeURIComponent(title.slice(0, 24))}`,
    summary,
    source,
    ...(author !== undefined && { author }),
    // One picture of unknown size: feeds often say nothing of it.
    ...(alt !== undefined && { image: { url: `${host}/${n}.jpg`, alt, ...(n !== 1 && { width: 1280, height: 720 }) } }),
    published: n === 3 ? '2026-02-27T16:20:00.000Z' : `2026-03-02T0${n % 7}:40:00.000Z`,
    words: n % 4 === 3 ? 40 : 240 + 310 * (n % 5),
    ...(n === 3 && { late: true }),
    also: n % 10 === 1 ? [{ source: 'Wire & Tide', url: `https://wire.example/${n}` }, { source: 'Meridian Post' }] : [],
  };
}

const withSections = (issue: Issue, change: (stories: readonly Story[], section: number) => readonly Story[]): Issue => ({
  ...issue,
  sections: issue.sections.map((section, s): IssueSection => ({ ...section, stories: change(section.stories, s) })).filter(({ stories }) => stories.length > 0),
});

const english = issueFrom(editions.english);
const russian = issueFrom(editions.russian);

const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const hostileStories: readonly Story[] = ([
  ['one long word', { title: word.repeat(3), summary: `${'x'.repeat(400)} ${word}`, source: 'y'.repeat(120), author: 'z'.repeat(120) }],
  ['an address as a title', { title: `https://stories.example/${'a/very/long/path-'.repeat(15)}`, summary: `https://stories.example/?q=${'0123456789'.repeat(40)}` }],
  ['300 characters', { title: 'A headline that has no end because nobody who wrote it ever stopped to breathe '.repeat(4).slice(0, 300) }],
  ['right to left', { title: 'الميناء يفتح أبوابه عند الفجر (again) — عبّارة 1961', summary: 'قال القبطان: “the Marigold” تبحر يوم الاثنين، 6:15، من الرصيف رقم 3.', source: 'جريدة الميناء', author: 'ليلى حداد' }],
  ['both directions', { title: 'The word for harbour is מעגן in Hebrew, مرفأ in Arabic, and 港 in Japanese', summary: 'שלום (hello) 1, 2, 3! مرحبا 4, 5, 6?', source: 'Both Ways' }],
  ['piled up marks', { title: `Z${'\u0301\u0324\u0336'.repeat(12)}a${'\u0315\u0347'.repeat(12)}lgo is back`, summary: 'a\u0300\u0301\u0302\u0303\u0304'.repeat(30) }],
  ['pictures of faces', { title: '👩‍👩‍👧‍👦🏳️‍🌈👨🏽‍🚒'.repeat(12), summary: '🎉'.repeat(150) }],
  ['no spaces', { title: '港町の朝市に長い列ができて誰も帰ろうとしなかった'.repeat(8), summary: '波'.repeat(280) }],
  ['nothing but a title', { title: 'No words, no link, no date' , summary: '', words: 0 }],
] satisfies [string, Partial<Story>][]).map(([item, more], n): Story => story(n, { item: `feed/${item}`, summary: 'A plain summary.', source: 'Example', words: 500, url: `https://stories.example/${'q'.repeat(1500)}`, also: [{ source: word.repeat(2), url: 'https://wire.example/' }], image: { url: `${host}/${'p'.repeat(500)}.jpg`, alt: word.repeat(2), width: 90, height: 300 }, ...more }));

const many = (issue: Issue, count: number): Issue => {
  const all = issue.sections.flatMap(({ stories }) => stories);
  const filled = Array.from({ length: count }, (_, n): Story => ({ ...all[n % all.length]!, item: `feed/${n}`, url: `https://stories.example/2026/03/02/${n}-a-headline-of-usual-length-as-papers-make-them`, image: { url: `${host}/2026/03/02/${n}.jpg`, alt: all[n % all.length]!.image?.alt ?? '', width: 1200, height: 800 } }));
  const third = Math.ceil(count / 3);
  return { ...issue, sections: issue.sections.slice(0, 3).map(({ title }, s) => ({ title, stories: filled.slice(s * third, (s + 1) * third) })) };
};

export const issues = {
  english,
  'one-of-everything': sampleIssue,
  'one-story': withSections(english, (stories, s) => (s === 0 ? stories.slice(0, 1) : [])),
  'five-stories': withSections(english, (stories, s) => (s === 0 ? stories.slice(0, 3) : s === 1 ? stories.slice(0, 2) : [])),
  empty: withSections(english, () => []),
  'sixty-stories': issueWith(60),
  'sixty-stories-russian': many(russian, 60),
  german: issueFrom(editions.german),
  russian,
  japanese: issueFrom(editions.japanese),
  arabic: issueFrom(editions.arabic),
  'without-pictures': withSections(english, (stories) => stories.map(({ image: _, ...story }) => story)),
  'broken-pictures': withSections(english, (stories) => stories.map((story) => (story.image ? { ...story, image: { ...story.image, url: `${brokenPictureHost}/${story.words}.jpg` } } : story))),
  hostile: issueWith(0, {
    newsletter: { ...english.newsletter, name: `The ${word}`, postalAddress: `${'Unterdenlindenstraßenbahnhaltestelle'.repeat(3)} 1, ${'9'.repeat(100)}` },
    subject: hostileStories[0]!.title,
    preheader: word.repeat(2),
    sections: [
      { title: word, stories: hostileStories },
      { title: 'بيت', stories: hostileStories.toReversed() },
    ],
    silent: [{ name: word.repeat(2), since: '2026-01-01T00:00:00.000Z' }, { name: 'جريدة', since: '2026-02-28T00:00:00.000Z' }],
  }),
} as const satisfies Record<string, Issue>;

export type IssueName = keyof typeof issues;

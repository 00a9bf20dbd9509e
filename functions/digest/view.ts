import { directionOf } from '../model/direction.ts';
import type { Image } from '../model/item.ts';
import type { Issue, SilentFeed, Story } from '../model/issue.ts';
import { slot } from '../model/slot.ts';
import { clip, httpUrl, plainText } from '../model/text.ts';
import { type Moments, momentsOf } from './moments.ts';
import { stringsFor, type Strings } from './strings.ts';

/**
 * All that the renderings show, and nothing that needs a decision: the template
 * and the text part only place it. Every key is always there, because the
 * template is compiled strict: a name it does not find is an error.
 */
export interface View {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The sides that lines start and end at, for HTML attributes that know left and right only. */
  readonly start: 'left' | 'right';
  readonly end: 'left' | 'right';
  readonly name: string;
  readonly subject: string;
  readonly preheader: string;
  readonly dateLine: string;
  /** Empty where the issue is so short that it is its own overview. */
  readonly overview: readonly { readonly title: string; readonly headlines: readonly string[] }[];
  readonly sections: readonly { readonly title: string; readonly stories: readonly StoryView[] }[];
  /** A line for each feed that has failed for days. */
  readonly silent: readonly string[];
  readonly words: Strings;
  readonly why: string;
  readonly postalAddress: string;
  readonly webUrl: string;
  readonly archiveUrl: string;
  /** A slot: each reader's own link stands here in the mail. */
  readonly unsubscribeUrl: string;
}

export interface StoryView {
  readonly title: string;
  readonly url: string | undefined;
  readonly summary: string;
  /** "Source · Author · 3 min read · 06:40" */
  readonly meta: string;
  readonly also: readonly { readonly source: string; readonly url: string | undefined }[];
  readonly image: ImageView | undefined;
  /** The first story of the issue, shown large. */
  readonly lead: boolean;
}

export interface ImageView {
  readonly url: string;
  readonly alt: string;
  /** Pixels at the width it is shown at; undefined where the feed does not say. */
  readonly height: number | undefined;
}

// What reads well in a digest, and keeps 60 stories below the 102 KB at which Gmail clips.
const longest = { title: 200, leadSummary: 420, summary: 280, name: 80, subject: 200, address: 300 };
const alsoShown = 4;
const silentShown = 5;
const wordsAMinute = 230;
const overviewLines = 6;

/** What to show of an issue. Pure: the same issue gives the same view on every machine. */
export function viewOf(issue: Issue): View {
  const { newsletter } = issue;
  const words = stringsFor(newsletter.locale);
  const moments = momentsOf(issue.date, newsletter.locale, newsletter.timezone);
  const written = issue.sections.filter((section) => section.stories.length > 0);
  const sections = written.map((section, s) => ({
    title: line(section.title, longest.name),
    stories: section.stories.map((story, n) => storyView(story, s === 0 && n === 0, words, moments.published)),
  }));
  const count = sections.reduce((sum, section) => sum + section.stories.length, 0);
  const rtl = directionOf(newsletter.locale) === 'rtl';
  const name = line(newsletter.name, longest.name);
  return {
    lang: new Intl.Locale(newsletter.locale).toString(),
    dir: rtl ? 'rtl' : 'ltr',
    start: rtl ? 'right' : 'left',
    end: rtl ? 'left' : 'right',
    name,
    subject: line(issue.subject, longest.subject),
    preheader: line(issue.preheader, longest.subject),
    dateLine: count > 0 ? `${moments.day} · ${words.stories(count)}` : moments.day,
    overview: count > 3 ? overviewOf(sections) : [],
    sections,
    silent: silentLines(issue.silent ?? [], words, moments),
    words,
    why: words.why(name),
    postalAddress: line(newsletter.postalAddress, longest.address),
    webUrl: httpUrl(`${newsletter.baseUrl}/issues/${issue.date}`) ?? '',
    archiveUrl: httpUrl(`${newsletter.baseUrl}/issues`) ?? '',
    unsubscribeUrl: slot('unsubscribeUrl'),
  };
}

function storyView(story: Story, lead: boolean, words: Strings, published: (iso: string | undefined) => string): StoryView {
  const minutes = Math.round(story.words / wordsAMinute);
  const meta = [
    line(story.source, longest.name),
    line(story.author ?? '', longest.name),
    // A feed that gives a few lines only says nothing of the length behind them.
    minutes > 0 ? words.minutes(minutes) : '',
    published(story.published),
  ];
  return {
    title: line(story.title, longest.title),
    url: httpUrl(story.url),
    summary: line(story.summary, lead ? longest.leadSummary : longest.summary),
    meta: meta.filter((part) => part !== '').join(' · '),
    also: story.also.slice(0, alsoShown).map(({ source, url }) => ({ source: line(source, longest.name), url: httpUrl(url) })),
    image: imageView(story.image, lead),
    lead,
  };
}

/** Where many are silent at once, it is we who can't hear them, and the operator who must look. */
function silentLines(silent: readonly SilentFeed[], words: Strings, moments: Moments): string[] {
  const lines = silent.slice(0, silentShown).map(({ name, since }) => {
    const { when, isWeekday } = moments.since(since);
    return words.silent(line(name, longest.name), when, isWeekday);
  });
  return silent.length > silentShown ? [...lines, `+ ${silent.length - silentShown}`] : lines;
}

/** No picture where it could not be seen (Gmail and Outlook show no SVG) or is too small to be one (tracking pixels, icons). */
function imageView(image: Image | undefined, lead: boolean): ImageView | undefined {
  const url = httpUrl(image?.url);
  if (!image || !url?.startsWith('https:') || /\.svgz?$/i.test(new URL(url).pathname)) return undefined;
  const { width, height } = image;
  const least = lead ? 280 : 64;
  if ((width !== undefined && width < least) || (height !== undefined && height < 48)) return undefined;
  return {
    url,
    alt: line(image.alt ?? '', 120),
    height: width && height ? Math.round(((lead ? 560 : 112) * height) / width) : undefined,
  };
}

/** The first headlines of every section, about six lines in all: a glance, not a second issue. */
function overviewOf(sections: View['sections']): View['overview'] {
  const each = Math.max(1, Math.min(3, Math.floor(overviewLines / sections.length)));
  return sections.map(({ title, stories }) => ({ title, headlines: stories.slice(0, each).map((story) => clip(story.title, 90)) }));
}

const line = (text: string, length: number): string => clip(plainText(text), length);

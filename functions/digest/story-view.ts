import type { Story } from '../model/issue.ts';
import type { Image } from '../model/item.ts';
import { clip, httpUrl, plainText } from '../model/text.ts';
import type { Strings } from './strings.ts';

export interface StoryView {
  readonly title: string;
  readonly url: string | undefined;
  readonly summary: string;
  /** "Source · Author · 3 min read · 06:40" */
  readonly meta: string;
  readonly also: readonly { readonly source: string; readonly url: string | undefined }[];
  readonly image: ImageView | undefined;
}

export interface ImageView {
  readonly url: string;
  readonly alt: string;
  /** Pixels that it is shown at. */
  readonly width: number;
  readonly height: number;
}

/** Characters of a summary, at most. */
export interface Lengths {
  readonly summary: number;
  readonly leadSummary: number;
}

/** What reads well in a digest, in characters. */
export const longest = { title: 200, summary: 280, name: 80, subject: 200, address: 300, footer: 500 };
const alsoShown = 4;
const wordsAMinute = 230;

/** Any text from outside on one line, cut to a length in characters. */
export const line = (text: string, length: number): string => clip(plainText(text), length);

/** Makes the views of stories, in the words and the times of the newsletter. */
export function storyViewer(words: Strings, published: (iso: string | undefined) => string, lengths: Lengths) {
  return (story: Story, lead: boolean): StoryView => {
    const minutes = Math.round(story.words / wordsAMinute);
    const meta = [
      line(story.source, longest.name),
      line(story.author ?? '', longest.name),
      // A feed that gives a few lines only says nothing of the length behind them.
      minutes > 0 ? words.minutes(minutes) : '',
      published(story.published),
      story.late ? words.late : '',
    ];
    const sources = story.also.slice(0, alsoShown).map(({ source }) => line(source, longest.name));
    const isolated = isolator([story.title, ...meta, ...sources]);
    return {
      title: line(story.title, longest.title),
      url: httpUrl(story.url),
      summary: lengths.summary === 0 ? '' : line(story.summary, lead ? lengths.leadSummary : lengths.summary),
      meta: meta.filter((part) => part !== '').map(isolated).join(' · '),
      also: sources.map((source, n) => ({ source: isolated(source), url: httpUrl(story.also[n]!.url) })),
      image: imageView(story.image, lead),
    };
  };
}

/**
 * Where words of both directions meet, each part is set apart by isolates
 * (Unicode Bidirectional Algorithm, FSI and PDI): their order would be
 * scrambled else. Elsewhere the parts stay as they are, six bytes shorter.
 */
function isolator(texts: readonly string[]): (part: string) => string {
  const mixed = [/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u, /\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}|\p{Script=Han}/u];
  return mixed.every((script) => texts.some((text) => script.test(text))) ? (part) => `\u2068${part}\u2069` : (part) => part;
}

const sizes = { lead: { width: 560, height: 315, least: 280 }, thumbnail: { width: 112, height: 84, least: 64 } };

/**
 * No picture where it could not be seen (Gmail and Outlook show no SVG) or is
 * too small to be one (tracking pixels, icons) or no picture of something (a
 * ribbon, a skyscraper). A thumbnail is cropped to its frame; the lead is shown
 * whole, and framed as most photographs are where the feed does not say.
 */
function imageView(image: Image | undefined, lead: boolean): ImageView | undefined {
  const url = httpUrl(image?.url);
  if (!image || !url?.startsWith('https:') || /\.svgz?$/i.test(new URL(url).pathname)) return undefined;
  const { width, height } = image;
  const frame = lead ? sizes.lead : sizes.thumbnail;
  if ((width !== undefined && width < frame.least) || (height !== undefined && height < 48)) return undefined;
  const ratio = width && height ? width / height : frame.width / frame.height;
  if (ratio > 6 || ratio < 1 / 4) return undefined;
  return {
    url,
    alt: line(image.alt ?? '', 120),
    width: frame.width,
    height: lead ? Math.min(420, Math.round(frame.width / ratio)) : frame.height,
  };
}

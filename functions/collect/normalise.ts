/** What a document says of its items, to items as the digest takes them. */
import type { Rhythm } from '../model/feed.ts';
import type { ParsedItem } from '../model/item.ts';
import { clip } from '../model/text.ts';
import { authorsOf } from './authors.ts';
import { parseDate } from './dates.ts';
import { type Claim, identities } from './identity.ts';
import { itemImage } from './images.ts';
import { feedBase, feedPages, itemUrl } from './links.ts';
import { madeTitle } from './made-title.ts';
import type { RawFeed, RawItem, RawText } from './raw.ts';
import type { FeedFormat } from './repair-rules.ts';
import { sanitise, type Sanitised } from './sanitise.ts';
import { countWords } from './words.ts';

export interface ParsedFeed {
  readonly kind: 'feed';
  readonly format: FeedFormat;
  /** One line; may be empty. */
  readonly title: string;
  /** Undefined where the document says nothing of it. */
  readonly rhythm?: Rhythm;
  /** In the document's order, each id once. */
  readonly items: readonly ParsedItem[];
}

/** Characters (UTF-16 units) of a summary, at most. */
export const summaryLength = 600;
const titleLength = 300;

export function normalise(feed: RawFeed): ParsedFeed {
  const title = clip(firstText(feed.titles), titleLength);
  const context: Context = { base: feedBase(feed), title, author: authorsOf([feed.authors]) };
  const drafts = feed.items.flatMap((raw) => normaliseItem(raw, context) ?? []);
  const names = identities(drafts.map(({ claim }) => claim), feedPages(feed));
  const items = new Map<string, ParsedItem>();
  for (const [at, { item }] of drafts.entries()) {
    const { id, ...identity } = names[at]!;
    if (!items.has(id)) items.set(id, { id, ...item, identity });
  }
  return { kind: 'feed', format: feed.format, title, ...(Object.keys(feed.rhythm).length > 0 && { rhythm: feed.rhythm }), items: [...items.values()] };
}

/** What an item takes from the feed around it. */
interface Context {
  readonly base: string;
  readonly title: string;
  readonly author: string | undefined;
}

interface Draft {
  readonly item: Omit<ParsedItem, 'id' | 'identity'>;
  readonly claim: Claim;
}

/** Undefined where there is nothing at all in it. */
function normaliseItem(raw: RawItem, feed: Context): Draft | undefined {
  const contents = raw.contents.map(sanitise);
  const summaries = raw.summaries.map(sanitise);
  const url = itemUrl(raw, feed.base);
  const given = firstText(raw.titles);
  const texts = [...summaries, ...contents].map(({ text }) => text).filter((text) => text !== '');
  const fullest = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  const text = texts.find((candidate) => candidate !== given) ?? '';
  const title = given || madeTitle(text, url, raw.ids, feed.title, feed.base);
  if (title === '') return undefined;
  // A text that only repeats the title says nothing more.
  const summary = text === title ? '' : text;
  const published = firstOf(raw.dates, parseDate);
  const author = authorsOf(raw.authors) ?? feed.author;
  const image = itemImage(raw.images, pictures(contents, summaries), textBase(raw) ?? feed.base);
  const item = {
    title: clip(title, titleLength),
    ...(url !== undefined && { url }),
    summary: clip(withEllipsis(summary), summaryLength),
    words: countWords(fullest),
    ...(author !== undefined && { author }),
    ...(image && { image }),
    ...(published !== undefined && { published }),
  };
  return { item, claim: { ids: raw.ids, url, title: given, madeTitle: title, text: fullest } };
}

/** WordPress ends what it cut with `[…]`. */
const withEllipsis = (text: string): string => (/\[(?:…|\.\.\.)\]$/.test(text.slice(-5)) ? `${text.slice(0, text.lastIndexOf('[')).trimEnd()}…` : text);

const textBase = (raw: RawItem): string | undefined => [...raw.contents, ...raw.summaries].find(({ base }) => base)?.base;

const pictures = (contents: readonly Sanitised[], summaries: readonly Sanitised[]): Sanitised['pictures'] =>
  [...contents, ...summaries].flatMap((part) => part.pictures);

const firstText = (texts: readonly RawText[]): string => firstOf(texts, (text) => sanitise({ ...text, title: true }).text || undefined) ?? '';

function firstOf<In, Out>(values: readonly In[], read: (value: In) => Out | undefined): Out | undefined {
  for (const value of values) {
    const out = read(value);
    if (out !== undefined) return out;
  }
  return undefined;
}

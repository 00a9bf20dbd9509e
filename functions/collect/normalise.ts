/** What a document says of its items, to items as the digest takes them. */
import { createHash } from 'node:crypto';
import type { Rhythm } from '../model/feed.ts';
import type { ParsedItem } from '../model/item.ts';
import { clip, plainText } from '../model/text.ts';
import { parseDate } from './dates.ts';
import { itemImage } from './images.ts';
import { feedBase, itemUrl } from './links.ts';
import type { RawFeed, RawItem, RawText } from './raw.ts';
import type { FeedFormat } from './repair-rules.ts';
import { sanitise, type Sanitised } from './sanitise.ts';

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
const madeTitleLength = 100;
const authorLength = 100;

export function normalise(feed: RawFeed): ParsedFeed {
  const title = clip(firstText(feed.titles), titleLength);
  const context: Context = { base: feedBase(feed), title, shared: sharedIds(feed.items) };
  const items = new Map<string, ParsedItem>();
  for (const raw of feed.items) {
    const item = normaliseItem(raw, context);
    if (item && !items.has(item.id)) items.set(item.id, item);
  }
  return { kind: 'feed', format: feed.format, title, ...(Object.keys(feed.rhythm).length > 0 && { rhythm: feed.rhythm }), items: [...items.values()] };
}

/** What an item takes from the feed around it. */
interface Context {
  readonly base: string;
  readonly title: string;
  /** Ids that tell no items apart. */
  readonly shared: ReadonlySet<string>;
}

/** Undefined where there is nothing at all in it. */
function normaliseItem(raw: RawItem, { base, title: feedTitle, shared }: Context): ParsedItem | undefined {
  const contents = raw.contents.map(sanitise);
  const summaries = raw.summaries.map(sanitise);
  const url = itemUrl(raw.links, raw.ids, base);
  const given = firstText(raw.titles);
  const texts = [...summaries, ...contents].map(({ text }) => text).filter((text) => text !== '');
  const fullest = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  const text = texts.find((candidate) => candidate !== given) ?? '';
  const title = given || clip(text, madeTitleLength) || titleFromUrl(url) || titleFromRest(raw, feedTitle || hostOf(base));
  if (title === '') return undefined;
  // A text that only repeats the title says nothing more.
  const summary = text === title ? '' : text;
  const published = firstOf(raw.dates, parseDate);
  const author = firstOf(raw.authors, authorName);
  const image = itemImage(raw.images, pictures(contents, summaries), textBase(raw) ?? base);
  return {
    id: identity(raw, shared, url, `${title}\n${fullest}`),
    title: clip(title, titleLength),
    ...(url !== undefined && { url }),
    summary: clip(summary.replace(/\s*\[(?:…|\.\.\.)\]$/, '…'), summaryLength),
    words: countWords(fullest),
    ...(author !== undefined && { author }),
    ...(image && { image }),
    ...(published !== undefined && { published }),
  };
}

const textBase = (raw: RawItem): string | undefined => [...raw.contents, ...raw.summaries].find(({ base }) => base)?.base;

const pictures = (contents: readonly Sanitised[], summaries: readonly Sanitised[]): Sanitised['pictures'] =>
  [...contents, ...summaries].flatMap((part) => part.pictures);

const firstText = (texts: readonly RawText[]): string => firstOf(texts, (text) => sanitise(text).text || undefined) ?? '';

function firstOf<In, Out>(values: readonly In[], read: (value: In) => Out | undefined): Out | undefined {
  for (const value of values) {
    const out = read(value);
    if (out !== undefined) return out;
  }
  return undefined;
}

/** RSS has "address (Name)", others "Name <address>" or the name alone. An address is nobody's name, and not ours to show. */
function authorName(text: string): string | undefined {
  const plain = sanitise({ text: text.slice(0, 300).replace(/<[^<>\s]+@[^<>\s]+>/g, ' '), type: 'loose' }).text;
  const named = /^\S+@\S+\s*\((.+)\)$/.exec(plain)?.[1] ?? plain.replace(/\S+@\S+\.\S+/g, ' ');
  const name = plainText(named).replace(/^\(\s*|\s*\)$/g, '');
  return /[\p{L}\p{N}]/u.test(name) && !/^(?:https?:|noreply\b|unknown$)/i.test(name) ? clip(name, authorLength) : undefined;
}

/** The last part of the address, as words; else the host. */
function titleFromUrl(url: string | undefined): string {
  if (url === undefined) return '';
  const { pathname, hostname } = new URL(url);
  const last = pathname.split('/').filter(Boolean).at(-1)?.replace(/\.\w{2,5}$/, '').replace(/[-_+]+/g, ' ') ?? '';
  let decoded = last;
  try {
    decoded = decodeURIComponent(last);
  } catch {
    // A stray % in the path: it stays as it is.
  }
  return plainText(decoded) || hostname;
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

/** For an item that has neither title, text nor address: the last part of its id, else the feed's title. */
function titleFromRest(raw: RawItem, feedTitle: string): string {
  const id = plainText(givenId(raw) ?? '').split(/[/:]/).at(-1)!.trim();
  return /\p{L}/u.test(id) ? id : feedTitle;
}

/** Words separated by spaces; of scripts that write without them, each character counts. */
function countWords(text: string): number {
  let words = 0;
  for (const [chunk] of text.matchAll(/\S+/g)) {
    const characters = chunk.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
    words += characters > 0 ? characters : Number(/[\p{L}\p{N}]/u.test(chunk));
  }
  return words;
}

/**
 * Ids and addresses that several items of the document bear, though their titles
 * differ: they tell nothing apart (a template's constant guid, a link to the
 * feed's site in every item).
 */
function sharedIds(items: readonly RawItem[]): ReadonlySet<string> {
  const titles = new Map<string, string>();
  const shared = new Set<string>();
  for (const item of items) {
    const id = claimedId(item);
    const title = item.titles[0]?.text.trim() ?? '';
    if ((titles.get(id) ?? title) !== title) shared.add(id);
    titles.set(id, title);
  }
  return shared;
}

const givenId = (item: RawItem): string | undefined => firstOf(item.ids, ({ text }) => text.trim() || undefined);
const claimedId = (item: RawItem): string => givenId(item) ?? item.links[0]?.href.trim() ?? '';

/** Stable while the feed keeps its id; else while it keeps its address; else while it says the same. */
function identity(raw: RawItem, shared: ReadonlySet<string>, url: string | undefined, text: string): string {
  const id = givenId(raw);
  const named = id === undefined ? url && `url ${url}` : `id ${id}`;
  const who = named === undefined ? `text ${text}` : shared.has(claimedId(raw)) ? `${named} ${url ?? ''} ${text.split('\n')[0]}` : named;
  return createHash('sha256').update(who).digest('hex').slice(0, 24);
}

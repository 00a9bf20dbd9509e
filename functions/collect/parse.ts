/** A feed's document to items: the one place that knows rss-parser. */
import Parser from 'rss-parser';
import { decode } from './charset.ts';
import { parseJsonFeed } from './json-feed.ts';
import { normalise, type ParsedFeed } from './normalise.ts';
import type { RawFeed, RawImage, RawItem, RawLink, RawText, TextType } from './raw.ts';
import { repair } from './repair.ts';
import { rhythmOf } from './rhythm.ts';
import { feedFieldNames, type FieldName, itemFieldNames } from './vocabulary.ts';

export type { ParsedFeed } from './normalise.ts';

/** `detail`: one line for the operator, on what it is instead. */
export interface NotAFeed {
  readonly kind: 'not-a-feed';
  readonly detail: string;
}

export interface FeedDocument {
  readonly body: Uint8Array;
  /** The Content-Type header. */
  readonly contentType: string | undefined;
  /** Where it came from: what relative links are relative to. */
  readonly url: string;
}

/** Reads RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, CDF and JSON Feed 1.x, broken ones too. A feed without items is a feed. */
export async function parseFeed(document: FeedDocument): Promise<ParsedFeed | NotAFeed> {
  if (document.body.length === 0) return notAFeed('empty answer');
  const text = decode(document.body, document.contentType).replace(/^\uFEFF/, '');
  if (text.trim() === '') return notAFeed('empty answer');
  if (/^\s*[{[]/.test(text)) {
    const json = parseJsonFeed(text, document.url);
    return json.kind === 'json-feed' ? normalise(json.feed) : notAFeed(json.detail);
  }
  const repaired = repair(text, document.url);
  if (repaired.kind === 'no-feed') return notAFeed(whatItIs(text, repaired.root));
  return normalise({ format: repaired.format, base: document.url, ...(await readCanonical(repaired.xml)) });
}

const notAFeed = (detail: string): NotAFeed => ({ kind: 'not-a-feed', detail });

function whatItIs(text: string, root: string | undefined): string {
  if (root === undefined || !text.includes('<')) return 'neither XML nor JSON: text without a feed in it';
  if (/^\s*<!doctype\s+html/i.test(text) || /^(html|head|body|script|div|meta|title)$/.test(root)) return 'an HTML page, not a feed';
  return `XML but no feed: root element <${root.slice(0, 60)}>`;
}

/** An element as xml2js gives it with `explicitCharkey`. */
interface Node {
  readonly _?: string;
  readonly $?: Readonly<Record<string, string>>;
}
type Fields = Partial<Record<FieldName, readonly Node[]>>;

const customFields = (names: readonly FieldName[]) => names.map((name) => [`f:${name}`, name, { keepArray: true }]);

/**
 * rss-parser's reading of the canonical document. Every field has a name of
 * ours: none of those that rss-parser reads itself is there, as it dies of
 * some (a bad date) and hangs on others (its snippets are quadratic).
 */
async function readCanonical(xml: string): Promise<Omit<RawFeed, 'format' | 'base'>> {
  const parser = new Parser({
    // The types know one half of what customFields can be.
    customFields: { feed: customFields(feedFieldNames), item: customFields(itemFieldNames) } as never,
    xml2js: { explicitCharkey: true },
  });
  const feed = (await parser.parseString(xml)) as unknown as Fields & { items: Fields[] };
  const rhythm = rhythmOf({ ttl: feed.ttl?.map(textOf), skipHours: feed.skiphour?.map(textOf), skipDays: feed.skipday?.map(textOf) });
  return { titles: texts(feed.title), links: links(feed.link), rhythm, items: feed.items.map(readItem) };
}

function readItem(fields: Fields): RawItem {
  return {
    ids: ranked(fields.id).map((node) => ({
      text: textOf(node),
      // An Atom id need not lead anywhere, but one that is an http(s) URL nearly always does.
      permalink: node.$?.['from'] !== 'guid' || !/^\s*(false|0|no)\s*$/i.test(node.$['ispermalink'] ?? ''),
    })),
    titles: texts(fields.title),
    links: links(fields.link),
    contents: texts(fields.content),
    summaries: texts(fields.summary),
    dates: [...ranked(fields.published), ...ranked(fields.updated)].map(textOf),
    authors: ranked(fields.author).map(textOf),
    images: ranked(fields.image).map(readImage),
  };
}

const textOf = (node: Node): string => node._ ?? '';

const ranked = (nodes: readonly Node[] = []): Node[] => nodes.toSorted((a, b) => Number(a.$?.['rank']) - Number(b.$?.['rank']));

function texts(nodes: readonly Node[] | undefined): RawText[] {
  return ranked(nodes).flatMap((node) => {
    const type = textType(node.$?.['type'] ?? '');
    if (type === undefined || node.$?.['src'] !== undefined) return [];
    const text = node.$?.['mode'] === 'base64' ? Buffer.from(textOf(node), 'base64').toString('utf8') : textOf(node);
    return [{ text, type, base: node.$?.['base'] }];
  });
}

/** The type attribute of Atom (RFC 4287 section 3.1.1), with the media types of Atom 0.3; undefined: no text at all (a picture, say). */
function textType(type: string): TextType | undefined {
  const given = type.trim().toLowerCase();
  if (given === 'loose') return 'loose';
  if (given === '' || given === 'text' || given === 'plain' || given.startsWith('text/plain')) return 'text';
  if (/html|xml$/.test(given)) return 'html';
  return given.includes('/') && !given.startsWith('text/') ? undefined : 'loose';
}

function links(nodes: readonly Node[] | undefined): RawLink[] {
  return ranked(nodes).map((node) => ({
    href: node.$?.['href'] ?? textOf(node),
    rel: node.$?.['rel']?.trim().toLowerCase(),
    type: node.$?.['type'],
    base: node.$?.['base'],
  }));
}

function readImage(node: Node): RawImage {
  const facts = node.$ ?? {};
  return {
    url: facts['url'] ?? facts['href'] ?? facts['rdf:resource'] ?? textOf(node),
    from: facts['from'] as RawImage['from'],
    type: facts['type'] ?? facts['enc:type'],
    medium: facts['medium'],
    width: pixels(facts['width']),
    height: pixels(facts['height']),
    base: facts['base'],
  };
}

const pixels = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d{1,5}(?:\.\d+)?(?:px)?\s*$/.test(text) ? Math.round(parseFloat(text)) : undefined;

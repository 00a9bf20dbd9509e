/** A feed's document to items: the one place that knows rss-parser. */
import Parser from 'rss-parser';
import { decode } from './charset.ts';
import { isJson, parseJsonFeed } from './json-feed.ts';
import { normalise, type ParsedFeed } from './normalise.ts';
import type { RawFeed } from './raw.ts';
import { byRank, type Fields, links, readItem, textOf, texts } from './read-item.ts';
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
  if (isJson(text)) {
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
  return { titles: texts(feed.title), links: links(feed.link), authors: byRank(feed.author).flat(), rhythm, items: feed.items.map(readItem) };
}

/** JSON Feed 1.x (jsonfeed.org/version/1.1): plain JSON, each field taken only if it is of its type. */
import { readJson } from './json-text.ts';
import type { RawFeed, RawImage, RawItem, RawLink, RawText } from './raw.ts';
import { limits } from './repair-rules.ts';

export type JsonFeed =
  | { readonly kind: 'json-feed'; readonly feed: RawFeed }
  | { readonly kind: 'not-json-feed'; readonly detail: string };

/** Whether a document is meant to be JSON: it may begin with a comment, or be wrapped in a call. */
export const isJson = (text: string): boolean => /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:[\w.$]{1,50}\s*\(\s*)?[{[]/.test(text.trimStart().slice(0, 1000));

export function parseJsonFeed(text: string, base: string): JsonFeed {
  const json = readJson(text);
  if (json.kind === 'broken') return notOne(`broken JSON: ${json.detail}`);
  const { value: document } = json;
  if (!isObject(document)) return notOne('JSON but no JSON Feed: a list, not an object');
  const listed = itemsOf(document['items']);
  const items = listed?.filter(isObject) ?? [];
  const versioned = string(document['version'])?.includes('jsonfeed.org') ?? false;
  if (!versioned && (!Array.isArray(document['items']) || (listed?.length !== 0 && !items.some(looksLikeItem)))) return notOne('JSON but no JSON Feed: it has neither its version nor items');
  if (json.mended && items.length === 0) return notOne('broken JSON: no whole item in it');
  return {
    kind: 'json-feed',
    feed: {
      format: 'JSON Feed',
      base,
      titles: texts(document['title'], 'text'),
      links: links(document['home_page_url'], 'alternate'),
      authors: authors(document).flat(),
      rhythm: {},
      items: capped(items).map(readItem),
    },
  };
}

const notOne = (detail: string): JsonFeed => ({ kind: 'not-json-feed', detail });

/** Some scripts write a list as an object with numbers for keys. */
const itemsOf = (items: unknown): readonly unknown[] | undefined => (Array.isArray(items) ? items : isObject(items) ? Object.values(items) : undefined);

const looksLikeItem = (item: Json): boolean => typeof item['id'] === 'number' || ['id', 'url', 'title', 'content_html', 'content_text', 'summary'].some((name) => string(item[name]) !== undefined);

/** Of too many, those in the middle go: feeds put new items first or last. */
const capped = (items: readonly Json[]): readonly Json[] =>
  items.length <= limits.items ? items : [...items.slice(0, limits.items / 2), ...items.slice(-limits.items / 2)];

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value : [value]).filter(isObject);

const string = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.slice(0, limits.fieldLength) : undefined);

function readItem(item: Json): RawItem {
  // Version 1 says that a reader should take numbers for ids.
  const id = typeof item['id'] === 'number' ? String(item['id']) : string(item['id']);
  return {
    ids: id === undefined ? [] : [{ text: id, permalink: true }],
    titles: texts(item['title'], 'text'),
    links: [...links(item['url'], 'alternate'), ...links(item['external_url'], 'related')],
    contents: [...texts(item['content_html'], 'html'), ...texts(item['content_text'], 'plain')],
    summaries: texts(item['summary'], 'text'),
    dates: [item['date_published'], item['date_modified']].flatMap((date) => dateOf(date) ?? []),
    authors: authors(item),
    images: images(item),
  };
}

function texts(value: unknown, type: RawText['type']): RawText[] {
  const text = string(value);
  return text === undefined ? [] : [{ text, type }];
}

function links(value: unknown, rel: string): RawLink[] {
  const href = string(value);
  return href === undefined ? [] : [{ href, rel }];
}

/** A number is a Unix time, in seconds or in milliseconds. */
const dateOf = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(Math.floor(value > 1e11 ? value / 1000 : value)) : string(value);

/** `authors` of version 1.1, and `author` of version 1, which an empty list does not hide. */
const authors = (of: Json): string[][] => [of['authors'], of['author']].map((given) =>
  (Array.isArray(given) ? given : [given]).flatMap((author: unknown) => string(isObject(author) ? author['name'] : author) ?? []));

function images(item: Json): RawImage[] {
  return [
    ...[item['image'], item['banner_image']].flatMap((url) => string(url) ?? []).map((url) => ({ url, from: 'image' as const })),
    ...objects(item['attachments']).flatMap((file) => {
      const [url, type] = [string(file['url']), string(file['mime_type'])];
      return url !== undefined && type !== undefined ? [{ url, type, from: 'enclosure' as const }] : [];
    }),
  ];
}

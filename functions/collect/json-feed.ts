/** JSON Feed 1.x (jsonfeed.org/version/1.1): plain JSON, each field taken only if it is of its type. */
import type { RawFeed, RawImage, RawItem, RawLink, RawText } from './raw.ts';
import { limits } from './repair-rules.ts';

export type JsonFeed =
  | { readonly kind: 'json-feed'; readonly feed: RawFeed }
  | { readonly kind: 'not-json-feed'; readonly detail: string };

export function parseJsonFeed(text: string, base: string): JsonFeed {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { kind: 'not-json-feed', detail: `broken JSON: ${(error as Error).message.replace(/\s+/g, ' ').slice(0, 150)}` };
  }
  if (!isObject(document)) return { kind: 'not-json-feed', detail: 'JSON but no JSON Feed: a list, not an object' };
  const items = document['items'];
  const versioned = string(document['version'])?.includes('jsonfeed.org') ?? false;
  if (!versioned && !Array.isArray(items)) return { kind: 'not-json-feed', detail: 'JSON but no JSON Feed: it has neither its version nor items' };
  return {
    kind: 'json-feed',
    feed: {
      format: 'JSON Feed',
      base,
      titles: texts(document['title'], 'text'),
      links: links(document['home_page_url'], 'alternate'),
      rhythm: {},
      items: capped(Array.isArray(items) ? items : []).filter(isObject).map(readItem),
    },
  };
}

/** Of too many, those in the middle go: feeds put new items first or last. */
const capped = (items: readonly unknown[]): readonly unknown[] =>
  items.length <= limits.items ? items : [...items.slice(0, limits.items / 2), ...items.slice(-limits.items / 2)];

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const string = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

function readItem(item: Json): RawItem {
  // Version 1 says that a reader should take numbers for ids.
  const id = typeof item['id'] === 'number' ? String(item['id']) : string(item['id']);
  return {
    ids: id === undefined ? [] : [{ text: id, permalink: true }],
    titles: texts(item['title'], 'text'),
    links: [...links(item['url'], 'alternate'), ...links(item['external_url'], 'related')],
    contents: [...texts(item['content_html'], 'html'), ...texts(item['content_text'], 'plain')],
    summaries: texts(item['summary'], 'text'),
    dates: [item['date_published'], item['date_modified']].flatMap((date) => string(date) ?? []),
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

/** `authors` of version 1.1, `author` of version 1. */
function authors(item: Json): string[] {
  const all = Array.isArray(item['authors']) ? item['authors'] : [item['author']];
  return all.flatMap((author: unknown) => (isObject(author) ? (string(author['name']) ?? []) : []));
}

function images(item: Json): RawImage[] {
  const attachments = (Array.isArray(item['attachments']) ? item['attachments'] : []).filter(isObject);
  return [
    ...[item['image'], item['banner_image']].flatMap((url) => string(url) ?? []).map((url) => ({ url, from: 'image' as const })),
    ...attachments.flatMap((file) => {
      const [url, type] = [string(file['url']), string(file['mime_type'])];
      return url !== undefined && type !== undefined ? [{ url, type, from: 'enclosure' as const }] : [];
    }),
  ];
}

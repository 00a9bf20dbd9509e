/**
 * The names of feeds: which elements of RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, CDF and
 * their modules matter, and what each is called in our canonical document.
 */

/** An element of an item (or of the feed itself) whose text or attributes are kept. */
export interface FieldRule {
  /** Its name in the canonical document, without our prefix. */
  readonly to: FieldName;
  /** Of several that mean the same, the lowest is preferred. */
  readonly rank: number;
  /** Attributes that are kept. */
  readonly attributes?: readonly string[];
  /** Attributes that are set. */
  readonly set?: Readonly<Record<string, string>>;
  /** It never holds markup: another field's tag inside means that this one was not closed. */
  readonly short?: boolean;
}

export const itemFieldNames = ['title', 'content', 'summary', 'link', 'id', 'published', 'updated', 'author', 'image'] as const;
export const feedFieldNames = ['title', 'link', 'author', 'ttl', 'skiphour', 'skipday'] as const;
export type FieldName = (typeof itemFieldNames)[number] | (typeof feedFieldNames)[number];

const picture = ['url', 'href', 'rdf:resource', 'type', 'enc:type', 'medium', 'width', 'height'];
const date = (to: 'published' | 'updated', rank: number): FieldRule => ({ to, rank, short: true });
const image = (from: string, rank: number): FieldRule => ({ to: 'image', rank, attributes: picture, set: { from } });

/** By canonical name: no prefix for RSS and Atom, which use the same words for the same things. */
export const itemFields: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  // CDF has the text of a title in an attribute.
  ['title', { to: 'title', rank: 0, attributes: ['value'], short: true }],
  ['dc:title', { to: 'title', rank: 1, short: true }],
  ['media:title', { to: 'title', rank: 2, short: true }],
  ['itunes:title', { to: 'title', rank: 3, short: true }],
  ['content:encoded', { to: 'content', rank: 0 }],
  ['content', { to: 'content', rank: 1, attributes: ['src'] }],
  ['xhtml:body', { to: 'content', rank: 2 }],
  ['xhtml:div', { to: 'content', rank: 3 }],
  ['encoded', { to: 'content', rank: 4 }],
  ['description', { to: 'summary', rank: 0 }],
  ['summary', { to: 'summary', rank: 1 }],
  ['dc:description', { to: 'summary', rank: 2 }],
  ['dcterms:abstract', { to: 'summary', rank: 3 }],
  ['abstract', { to: 'summary', rank: 3 }],
  ['itunes:summary', { to: 'summary', rank: 4 }],
  ['googleplay:description', { to: 'summary', rank: 5 }],
  ['media:description', { to: 'summary', rank: 6, set: { from: 'media' } }],
  ['itunes:subtitle', { to: 'summary', rank: 7 }],
  ['link', { to: 'link', rank: 0, attributes: ['href', 'rel', 'type'], short: true }],
  ['feedburner:origlink', { to: 'link', rank: 0, set: { rel: 'origin' }, short: true }],
  ['guid', { to: 'id', rank: 0, attributes: ['ispermalink'], set: { from: 'guid' }, short: true }],
  ['id', { to: 'id', rank: 0, short: true }],
  ['dc:identifier', { to: 'id', rank: 1, short: true }],
  ['pubdate', date('published', 0)],
  ['published', date('published', 0)],
  ['issued', date('published', 1)],
  ['dcterms:issued', date('published', 1)],
  ['dc:date', date('published', 2)],
  ['dcterms:created', date('published', 2)],
  ['created', date('published', 3)],
  ['date', date('published', 4)],
  ['updated', date('updated', 0)],
  ['modified', date('updated', 1)],
  ['dcterms:modified', date('updated', 1)],
  ['lastmod', date('updated', 2)],
  ['dc:creator', { to: 'author', rank: 0, short: true }],
  ['dc:author', { to: 'author', rank: 3, short: true }],
  ['creator', { to: 'author', rank: 4, short: true }],
  ['itunes:author', { to: 'author', rank: 5, short: true }],
  ['media:thumbnail', image('thumbnail', 1)],
  ['enclosure', image('enclosure', 2)],
  ['enc:enclosure', image('enclosure', 2)],
  ['itunes:image', image('itunes', 4)],
  ['googleplay:image', image('itunes', 5)],
]);

/** An element of an item that holds others. */
export interface Group {
  /** What its own attributes give. */
  readonly field?: FieldRule;
  /** The children that count; undefined: all that count in an item. */
  readonly within?: ReadonlyMap<string, FieldRule>;
  /** What text directly inside is. */
  readonly text?: FieldRule;
}

const author: FieldRule = { to: 'author', rank: 1, short: true };
const sourceAuthor: FieldRule = { to: 'author', rank: 6, short: true };

/** What is said of a picture follows it, of the same rank. */
const caption = (of: string): FieldRule => ({ to: 'image', rank: 0, attributes: ['type'], set: { from: 'caption', of } });

/** Nothing of the feed that an item was taken from is the item's, but its author. */
const sourceFields: ReadonlyMap<string, FieldRule> = new Map();
const sourceGroups: ReadonlyMap<string, Group> = new Map([['author', { within: new Map([['name', sourceAuthor]]) }]]);

/** The group of that name among those fields. */
export const groupIn = (fields: ReadonlyMap<string, FieldRule>, name: string): Group | undefined =>
  (fields === sourceFields ? sourceGroups : itemGroups).get(name);

export const itemGroups: ReadonlyMap<string, Group> = new Map<string, Group>([
  ['media:group', {}],
  ['media:content', { field: image('media', 0), within: new Map([...itemFields, ['media:title', caption('title')], ['media:description', caption('summary')]]) }],
  ['author', { within: new Map([['name', author]]), text: { ...author, rank: 2 } }],
  ['source', { within: sourceFields }],
  ['image', { field: image('image', 3), within: new Map([['url', image('image', 3)]]), text: image('image', 3) }],
]);

export const feedFields: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['title', { to: 'title', rank: 0, short: true }],
  ['dc:title', { to: 'title', rank: 1, short: true }],
  ['link', { to: 'link', rank: 0, attributes: ['href', 'rel', 'type'], short: true }],
  ['ttl', { to: 'ttl', rank: 0, short: true }],
]);

/** Elements of the feed that hold others. */
export const feedGroups: ReadonlyMap<string, ReadonlyMap<string, FieldRule>> = new Map([
  ['channel', feedFields],
  ['items', feedFields],
  ['author', new Map([['name', author]])],
  ['skiphours', new Map([['hour', { to: 'skiphour', rank: 0, short: true }]])],
  ['skipdays', new Map([['day', { to: 'skipday', rank: 0, short: true }]])],
]);

const prefixes: readonly (readonly [RegExp, string])[] = [
  [/w3\.org\/2005\/atom|purl\.org\/atom\//i, ''],
  [/purl\.org\/rss\/1\.0\/?$|my\.netscape\.com\/rdf|channel\.netscape\.com|purl\.org\/net\/rss1|backend\.userland\.com|cyber\.law\.harvard\.edu\/rss|blogs\.law\.harvard\.edu/i, ''],
  [/purl\.org\/rss\/1\.0\/modules\/content/i, 'content:'],
  [/purl\.org\/dc\/elements/i, 'dc:'],
  [/purl\.org\/dc\/terms/i, 'dcterms:'],
  [/search\.yahoo\.com\/(?:search\/)?m?rss/i, 'media:'],
  [/itunes\.com\/dtds|itunes\.apple\.com/i, 'itunes:'],
  [/google\.com\/schemas\/play-podcasts/i, 'googleplay:'],
  [/w3\.org\/1999\/xhtml/i, 'xhtml:'],
  [/rssnamespace\.org\/feedburner|pheedo\.com/i, 'feedburner:'],
  [/22-rdf-syntax-ns/i, 'rdf:'],
];

/** What elements of that namespace are prefixed with here; undefined for a namespace that does not matter. */
export const prefixOf = (namespace: string): string | undefined => prefixes.find(([pattern]) => pattern.test(namespace))?.[1];

/** What prefixes usually mean, for documents that use them without declaring them. */
export const usualPrefixes: ReadonlyMap<string, string> = new Map([
  ...['atom', 'atom10', 'atom03', 'a10', 'rss'].map((prefix) => [prefix, ''] as const),
  ...['content', 'dc', 'dcterms', 'media', 'itunes', 'googleplay', 'xhtml', 'feedburner', 'rdf'].map((prefix) => [prefix, `${prefix}:`] as const),
]);

/** What repair decides by: what is open, and the pure rules about it. */
import { escapeXml } from './entities.ts';
import type { Namespaces } from './namespaces.ts';
import type { Attributes } from './tokens.ts';
import { itemFields, itemGroups, type FieldRule } from './vocabulary.ts';

export type FeedFormat = 'RSS' | 'RSS 1.0' | 'Atom' | 'JSON Feed';

export const limits = { items: 1000, fieldsPerItem: 200, depth: 16, fieldLength: 250_000, shortFieldLength: 5_000 } as const;

/** Text that is longer than any field is cut before the work on it. */
export const maxText = 10 * limits.fieldLength;

/** An element that is open and holds others: the feed, an item, or a group within an item. */
export interface Frame {
  readonly kind: 'feed' | 'item' | 'group';
  readonly name: string;
  readonly namespaces: Namespaces;
  readonly base: string;
  readonly fields: ReadonlyMap<string, FieldRule>;
  /** What text directly inside is. */
  readonly textRule?: FieldRule | undefined;
  text: string;
}

/** An element whose content is being collected (`rule`), or passed over (no rule). */
export interface Capture {
  readonly name: string;
  readonly rule: FieldRule | undefined;
  readonly attributes: Attributes;
  readonly base: string;
  /** Content is markup: text in it is to be escaped as the markup that it is part of. */
  readonly markup: boolean;
  /** Its end tag is missing or misspelt. */
  readonly unclosed: boolean;
  nested: number;
  tags: number;
  readonly parts: string[];
  /** Characters that it still takes. */
  room: number;
}

/** What is found of an item, or of the feed. */
export interface Field {
  readonly rule: FieldRule;
  readonly attributes: Attributes;
  readonly text: string;
  readonly base: string;
  readonly markup: boolean;
}

/** `atom`: its namespace says so. */
export function rootFormat(root: string, withinHtml: boolean, atom: boolean): FeedFormat | undefined {
  if (root === 'rss') return 'RSS';
  if (root === 'rdf') return 'RSS 1.0';
  if (root === 'feed' && (atom || !withinHtml)) return 'Atom';
  return root === 'channel' && !withinHtml ? 'RSS' : undefined;
}

/** Whether an opening tag shows that the element being captured should have ended before. */
export function endsBefore(capture: Capture, name: string, known: string): boolean {
  if (known === 'item' || known === 'entry') return true;
  if (!capture.rule || !(itemFields.has(known) || itemGroups.has(known))) return false;
  return capture.unclosed || capture.rule.short === true || name === capture.name;
}

export const isText = (rule: FieldRule): boolean => rule.to === 'title' || rule.to === 'content' || rule.to === 'summary';

/** Whether half of it is worse than nothing. */
const isExact = (rule: FieldRule): boolean => rule.to === 'id' || rule.to === 'link' || rule.to === 'published' || rule.to === 'updated';

/** What is left of a capture that the document ends in. */
export const leftOf = (capture: Capture | undefined): Capture | undefined =>
  capture?.rule && isExact(capture.rule) ? undefined : capture;

/** Whether a field tells which item it is of. */
export const identifies = ({ rule, attributes }: Field): boolean =>
  rule.to === 'id' || (rule.to === 'link' && /^(?:alternate)?$/i.test(attributes.get('rel') ?? ''));

/** Whether the content is written as markup (Atom's xhtml, RFC 4287 section 3.1.1.3) and not as escaped text. */
export function isMarkup(rule: FieldRule, known: string, attributes: Attributes): boolean {
  if (!isText(rule)) return false;
  const type = attributes.get('type') ?? '';
  if (attributes.get('mode') === 'escaped') return false;
  return /^xhtml$|\bxml$/.test(type) || attributes.get('mode') === 'xml' || known.startsWith('xhtml:');
}

export const roomOf = (rule: FieldRule | undefined): number => (rule ? (rule.short ? limits.shortFieldLength : limits.fieldLength) : 0);

export function append(capture: Capture, text: string): void {
  if (capture.room <= 0) return;
  capture.parts.push(text.length > capture.room ? text.slice(0, capture.room) : text);
  capture.room -= text.length;
}

export const written = (attributes: readonly (readonly [string, string])[]): string =>
  attributes.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');

export const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Fields of the canonical document, as the XML parser gives them, to what is said of an item. */
import type { RawId, RawImage, RawItem, RawLink, RawText, TextType } from './raw.ts';
import type { FieldName } from './vocabulary.ts';

/** An element as xml2js gives it with `explicitCharkey`. */
export interface Node {
  readonly _?: string;
  readonly $?: Readonly<Record<string, string>>;
}
export type Fields = Partial<Record<FieldName, readonly Node[]>>;

export function readItem(fields: Fields): RawItem {
  const contents = texts(fields.content);
  const summaries = texts(fields.summary?.filter((node) => !isOfMedia(node)));
  const media = [...texts(fields.summary?.filter(isOfMedia)), ...captions(fields.image, 'summary')];
  return {
    ids: ranked(fields.id).map(readId),
    titles: [...texts(fields.title), ...captions(fields.image, 'title')],
    links: [...links(fields.link), ...contentLinks(fields.content)],
    contents,
    // What is said of the pictures is the item's text where there is no other.
    summaries: [...summaries, ...contents].some(({ text }) => text.trim() !== '') ? summaries : media,
    dates: [...ranked(fields.published), ...ranked(fields.updated)].map(textOf),
    authors: byRank(fields.author),
    images: readImages(ranked(fields.image)),
  };
}

export const textOf = (node: Node): string => node._ ?? '';

const isOfMedia = ({ $ }: Node): boolean => $?.['from'] === 'media';

const ranked = (nodes: readonly Node[] = []): Node[] => nodes.toSorted((a, b) => Number(a.$?.['rank']) - Number(b.$?.['rank']));

/** The texts of those that mean the same, together. */
export function byRank(nodes: readonly Node[] | undefined): string[][] {
  const groups = new Map<string | undefined, string[]>();
  for (const node of ranked(nodes)) groups.set(node.$?.['rank'], [...(groups.get(node.$?.['rank']) ?? []), textOf(node)]);
  return [...groups.values()];
}

export function texts(nodes: readonly Node[] | undefined): RawText[] {
  return ranked(nodes).flatMap((node) => {
    const type = textType(node.$?.['type'] ?? '');
    if (type === undefined || node.$?.['src'] !== undefined) return [];
    const text = node.$?.['mode'] === 'base64' ? Buffer.from(textOf(node), 'base64').toString('utf8') : node._ ?? node.$?.['value'] ?? '';
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

export function links(nodes: readonly Node[] | undefined): RawLink[] {
  return ranked(nodes).map((node) => ({
    href: node.$?.['href'] ?? textOf(node),
    rel: node.$?.['rel']?.trim().toLowerCase(),
    type: node.$?.['type'],
    base: node.$?.['base'],
  }));
}

/** Where a text is that is not in the document (RFC 4287 section 4.1.3.2). */
const contentLinks = (nodes: readonly Node[] = []): RawLink[] =>
  nodes.flatMap(({ $ = {} }) => ($['src'] !== undefined && /html/i.test($['type'] ?? '') ? [{ href: $['src'], rel: 'content', base: $['base'] }] : []));

/** A guid is an address unless it says otherwise; an Atom id need not lead anywhere, but one that is an http(s) URL nearly always does. */
function readId(node: Node): RawId {
  const given = node.$?.['from'] === 'guid' ? (node.$['ispermalink']?.trim().toLowerCase() ?? '') : '';
  return {
    text: textOf(node),
    permalink: !/^(?:false|0|no)$/.test(given),
    ...(given === 'true' && { relativeTo: node.$?.['base'] ?? '' }),
  };
}

/** A caption is of the picture before it; a description says more than a title. */
function readImages(nodes: readonly Node[]): RawImage[] {
  const images: { image: RawImage; captions: Node[] }[] = [];
  for (const node of nodes) {
    if (node.$?.['from'] !== 'caption') images.push({ image: readImage(node), captions: [] });
    else images.at(-1)?.captions.push(node);
  }
  return images.map(({ image, captions: said }) => {
    const alt = said.find(({ $ }) => $?.['of'] === 'summary') ?? said[0];
    return alt ? { ...image, alt: textOf(alt) } : image;
  });
}

const captions = (nodes: readonly Node[] | undefined, of: 'title' | 'summary'): RawText[] =>
  (nodes ?? []).filter(({ $ }) => $?.['from'] === 'caption' && $['of'] === of).map((node) => ({ text: textOf(node), type: 'loose', base: node.$?.['base'] }));

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

export const pixels = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d{1,5}(?:\.\d+)?(?:px)?\s*$/.test(text) ? Math.round(parseFloat(text)) : undefined;

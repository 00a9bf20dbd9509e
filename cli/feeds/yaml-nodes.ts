/** Where the parts of a newsletter.yaml stand in its text, and how new ones are written beside them. */
import { Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, parseDocument, Scalar, stringify, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { contentEnd, lead, lineAt, nextLine } from './edits.ts';

/** The text is not put down in a way that can be edited here. */
export class NotEditable extends Error {}

export type Item = YAMLMap.Parsed;

export interface Fields {
  readonly url: string;
  readonly name?: string;
}

/** The document with positions, its root a map. */
export function rootOf(source: string): YAMLMap.Parsed {
  const document = parseDocument(source, { keepSourceTokens: true, prettyErrors: false });
  if (document.errors.length > 0 || !isMap(document.contents)) throw new NotEditable('it is not a YAML map');
  return document.contents;
}

export const pairOf = (map: YAMLMap, key: string): Pair | undefined => map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

/** The list at a key, if one with items stands there. */
export function listAt(map: YAMLMap, key: string): YAMLSeq.Parsed | undefined {
  const list = pairOf(map, key)?.value;
  return isSeq(list) && list.items.length > 0 ? (list as YAMLSeq.Parsed) : undefined;
}

/** The maps of the list at a key; a list that stands elsewhere too (an alias) can't be edited in one place. */
export function mapsAt(map: YAMLMap, key: string): Item[] {
  return (listAt(map, key)?.items ?? []).map((item) => {
    if (!isMap(item)) throw new NotEditable(`an item of \`${key}\` is no plain map`);
    return item;
  });
}

export function scalarAt(map: YAMLMap, key: string): string | undefined {
  const value = pairOf(map, key)?.value;
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
}

/** Where a node's last character of its own stands: no comment, no blank line after it. */
export function endOf(source: string, node: unknown): number {
  if (isPair(node)) return isNode(node.value) && (isAlias(node.value) || !isEmpty(node.value)) ? endOf(source, node.value) : source.indexOf(':', endOf(source, node.key)) + 1;
  if (!isNode(node) || !node.range) throw new NotEditable('a part of it has no place in the text');
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(source, node.items.at(-1));
  // A block scalar reaches to the next line.
  return node.range[0] + source.slice(node.range[0], node.range[1]).trimEnd().length;
}

const isEmpty = (value: unknown): boolean => isNode(value) && value.range !== undefined && value.range !== null && value.range[0] === value.range[1];

/** The dash of each item of a block list. */
export function dashesOf(list: YAMLSeq): number[] {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') throw new NotEditable('a list is not put down as one');
  return token.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? []);
}

/** The end of what belongs to a block item: its last line, and comment lines right below that are indented deeper than its dash. */
export function itemEnd(source: string, item: unknown, dash: number): number {
  let end = contentEnd(source, endOf(source, item));
  const column = lead(source, dash).length;
  for (let line = nextLine(source, end); line < source.length; line = nextLine(source, line)) {
    const indent = /^( *)#/.exec(lineAt(source, line))?.[1];
    if (indent === undefined || indent.length <= column) break;
    end = contentEnd(source, line);
  }
  return end;
}

/** Quotes as those of a map that is there: its values', and in JSON its keys' too. */
export function quotesOf(map: YAMLMap | undefined): object {
  const type = (node: unknown): Scalar.Type | undefined =>
    isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE) ? node.type : undefined;
  const first = map?.items[0];
  return { lineWidth: 0, defaultStringType: type(first?.value) ?? Scalar.PLAIN, defaultKeyType: type(first?.key) ?? Scalar.PLAIN };
}

/** A value as the lines of a block. */
export const asLines = (value: object, quotes: object): string[] => stringify(value, quotes).trimEnd().split('\n');

/** A value as a flow collection, on one line. */
export function asFlow(value: object, quotes: object, padded: boolean): string {
  const document = new Document(value);
  if (isCollection(document.contents)) document.contents.flow = true;
  return document.toString({ ...quotes, flowCollectionPadding: padded }).trimEnd();
}

/** Feeds into the text of a newsletter.yaml: new lines in the style of those around them, all else as it was. */
import { isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { apply, contentEnd, cut, type Edit, insert, lead, lineEndOf } from './edits.ts';
import { asFlow, asLines, dashesOf, endOf, type Fields, itemEnd, listAt, mapsAt, NotEditable, pairOf, quotesOf, rootOf, scalarAt } from './yaml-nodes.ts';

/** A feed, and the title of the section that it goes to. */
export interface Addition extends Fields {
  readonly section: string;
}

/** Titles are the same as the rules of newsletter.yaml compare them. */
export const titleKey = (title: string): string => title.trim().toLowerCase();

/** The text with the feeds added, each at the end of its section; sections that are not there are made, after the others. */
export function addFeeds(source: string, additions: readonly Addition[]): string {
  const root = rootOf(source);
  const writer: Writer = { source, eol: lineEndOf(source), nested: nestedIndent(source, root) };
  const groups = new Map<string, Addition[]>();
  for (const addition of additions) {
    const key = titleKey(addition.section);
    const group = groups.get(key);
    if (group) group.push(addition);
    else groups.set(key, [addition]);
  }
  const sections = mapsAt(root, 'sections');
  const edits: Edit[] = [];
  const model = sections.flatMap((section) => mapsAt(section, 'feeds')).at(-1);
  for (const section of sections) {
    const key = titleKey(scalarAt(section, 'title') ?? '');
    const group = groups.get(key);
    groups.delete(key);
    if (group) edits.push(...extend(writer, section, 'feeds', group.map(fieldsOf), model));
  }
  const fresh = [...groups.values()].map((group) => ({ title: group[0]!.section, feeds: group.map(fieldsOf) }));
  if (fresh.length > 0) edits.push(...extend(writer, root, 'sections', fresh, model));
  return apply(source, edits);
}

const fieldsOf = ({ url, name }: Addition): Fields => ({ url, ...(name !== undefined && { name }) });

interface Writer {
  readonly source: string;
  readonly eol: string;
  /** How far a section's list of feeds is indented below its key. */
  readonly nested: number;
}

type Value = Fields | { readonly title: string; readonly feeds: readonly Fields[] };

/** Adds to the list at `key` of `map`, which may be missing or empty. `model` is a feed that shows the file's quotes. */
function extend(writer: Writer, map: YAMLMap.Parsed, key: 'feeds' | 'sections', values: readonly Value[], model: YAMLMap | undefined): Edit[] {
  const list = listAt(map, key);
  const last = list?.items.at(-1);
  const quotes = quotesOf(key === 'feeds' && isMap(last) ? last : model);
  if (list?.flow) return intoFlow(writer, list, values.map((value) => asFlow(value, quotes, isPadded(writer.source, last))));
  if (list) return intoBlock(writer, list, values, quotes);
  if (map.flow) return fillFlow(writer, map, key, values.map((value) => asFlow(value, quotes, false)));
  return fillBlock(writer, map, key, values, quotes);
}

function intoBlock({ source, eol, nested }: Writer, list: YAMLSeq.Parsed, values: readonly Value[], quotes: object): Edit[] {
  const dashes = dashesOf(list);
  const last = list.items.at(-1);
  const indent = lead(source, dashes[0]!);
  const apart = dashes.length > 1 && /\n[ \t]*\r?\n/.test(source.slice(endOf(source, list.items.at(-2)), dashes.at(-1)));
  if (isMap(last) && last.flow) {
    const lines = values.map((value) => `${indent}- ${asFlow(value, quotes, isPadded(source, last))}`);
    return [insert(itemEnd(source, last, dashes.at(-1)!), lines.map((line) => eol + line).join(''))];
  }
  const gap = /^ +(?=[^\s#])/.exec(source.slice(dashes[0]! + 1))?.[0] ?? ' ';
  const text = blockItems(values, { indent, gap, nested, quotes }).map((lines) => (apart ? eol : '') + lines.map((line) => eol + line).join(''));
  return [insert(itemEnd(source, last, dashes.at(-1)!), text.join(''))];
}

interface Layout {
  readonly indent: string;
  /** Between a dash and what follows. */
  readonly gap: string;
  readonly nested: number;
  readonly quotes: object;
}

/** The lines of each new item of a block list. */
function blockItems(values: readonly Value[], layout: Layout): string[][] {
  const { indent, gap, nested, quotes } = layout;
  return values.map((value) => {
    const lines = 'feeds' in value
      ? [...asLines({ title: value.title }, quotes), 'feeds:', ...blockItems(value.feeds, { ...layout, indent: ' '.repeat(nested) }).flat()]
      : asLines(value, quotes);
    return lines.map((line, n) => `${indent}${n === 0 ? '-' : ' '}${gap}${line}`);
  });
}

function intoFlow({ source, eol }: Writer, list: YAMLSeq.Parsed, texts: readonly string[]): Edit[] {
  const last = list.items.at(-1);
  const end = endOf(source, last);
  const [, comma = '', after = ''] = /^([ \t]*,?)(.*)/.exec(source.slice(end, contentEnd(source, end)))!;
  const indent = lead(source, startOf(last));
  const ownLine = /^[ \t]*$/.test(indent) && /^[ \t]*(#.*)?$/.test(after);
  if (!ownLine) return [insert(end, texts.map((text) => `, ${text}`).join(''))];
  const closed = comma.trim() === ',';
  const lines = texts.map((text) => eol + indent + text).join(',');
  return [...(closed ? [] : [insert(end, ',')]), insert(contentEnd(source, end), lines + (closed ? ',' : ''))];
}

function fillFlow({ source }: Writer, map: YAMLMap.Parsed, key: string, texts: readonly string[]): Edit[] {
  const value = pairOf(map, key)?.value;
  if (isSeq(value) && value.range) return [{ from: value.range[0], to: endOf(source, value), text: `[${texts.join(', ')}]` }];
  if (value !== undefined || map.items.length === 0) throw new NotEditable(`\`${key}\` has no list`);
  const quote = source[startOf(map.items[0]?.key)] === '"' ? '"' : '';
  return [insert(endOf(source, map.items.at(-1)), `, ${quote}${key}${quote}: [${texts.join(', ')}]`)];
}

/** A list where there was none: the key is missing, or stands alone, or has `[]`. */
function fillBlock({ source, eol, nested }: Writer, map: YAMLMap.Parsed, key: string, values: readonly Value[], quotes: object): Edit[] {
  const column = lead(source, startOf(map.items[0]?.key)).length;
  const pair = pairOf(map, key);
  const depth = column + (key === 'feeds' ? nested : 2);
  const lines = blockItems(values, { indent: ' '.repeat(depth), gap: ' ', nested, quotes }).flat().map((line) => eol + line).join('');
  if (!pair) return [insert(contentEnd(source, endOf(source, map.items.at(-1))), `${eol}${' '.repeat(column)}${key}:${lines}`)];
  const colon = source.indexOf(':', endOf(source, pair.key)) + 1;
  const end = endOf(source, pair);
  return [...(end > colon ? [cut(colon, end)] : []), insert(contentEnd(source, end), lines)];
}

function startOf(node: unknown): number {
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.range) return node.range[0];
  throw new NotEditable('a part of it has no place in the text');
}

const isPadded = (source: string, node: unknown): boolean => /^[[{] /.test(source.slice(startOf(node), startOf(node) + 2));

function nestedIndent(source: string, root: YAMLMap.Parsed): number {
  for (const section of mapsAt(root, 'sections')) {
    const list = listAt(section, 'feeds');
    const key = pairOf(section, 'feeds')?.key;
    if (list && !list.flow && !section.flow) return lead(source, dashesOf(list)[0]!).length - lead(source, startOf(key)).length;
  }
  return 2;
}

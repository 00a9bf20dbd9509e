/** A feed out of the text of a newsletter.yaml, with the section that it leaves empty. */
import { isMap, type YAMLSeq } from 'yaml';
import { apply, contentEnd, cut, type Edit, lead, lineAt, lineStart, nextLine } from './edits.ts';
import { dashesOf, endOf, itemEnd, listAt, mapsAt, NotEditable, rootOf } from './yaml-nodes.ts';

/** Takes out feed `feed` of section `section`, both counted from 0. */
export function removeFeed(source: string, section: number, feed: number): string {
  const root = rootOf(source);
  const within = mapsAt(root, 'sections')[section];
  const feeds = within && listAt(within, 'feeds');
  const list = feeds?.items.length === 1 ? listAt(root, 'sections') : feeds;
  if (!list) throw new NotEditable('there is no such feed');
  return apply(source, takeOut(source, list, list === feeds ? feed : section));
}

const takeOut = (source: string, list: YAMLSeq.Parsed, n: number): Edit[] => (list.flow ? outOfFlow(source, list, n) : outOfBlock(source, list, n));

function outOfBlock(source: string, list: YAMLSeq.Parsed, n: number): Edit[] {
  const dash = dashesOf(list)[n]!;
  const from = lineStart(source, dash);
  const to = nextLine(source, itemEnd(source, list.items[n], dash));
  const before = from === 0 ? undefined : lineStart(source, from - 1);
  // Of the blank lines before and after it, one set is enough.
  const blankBefore = before !== undefined && lineAt(source, before).trim() === '';
  const blankAfter = to >= source.length || lineAt(source, to).trim() === '';
  // A file that did not end with a line end goes on not to.
  const start = to >= source.length && !source.endsWith('\n') && from > 0 ? contentEnd(source, before!) : from;
  return [cut(blankBefore && blankAfter ? before : start, to)];
}

function outOfFlow(source: string, list: YAMLSeq.Parsed, n: number): Edit[] {
  const item = list.items[n];
  const token = list.srcToken;
  if (!isMap(item) || !item.range || token?.type !== 'flow-collection') throw new NotEditable('a list is not put down as one');
  const isLast = n === list.items.length - 1;
  // The comma after it; after the last one there may be none, then the one before.
  const commaAfter = commaOf(token.items[n + 1]?.start);
  const comma = commaAfter ?? commaOf(token.items[n]?.start);
  const from = item.range[0];
  const to = endOf(source, item);
  const cuts = [{ from, to }, ...(comma === undefined ? [] : [{ from: comma, to: comma + 1 }])].toSorted((a, b) => a.from - b.from);
  const first = cuts[0]!;
  const end = cuts.at(-1)!.to;
  const alone = /^[ \t]*$/.test(lead(source, from)) && /^[ \t]*,?[ \t]*(#.*)?$/.test(source.slice(to, contentEnd(source, to)));
  if (alone) {
    const line = cut(lineStart(source, from), nextLine(source, to));
    const elsewhere = cuts.filter((each) => each.to <= line.from || each.from >= line.to);
    return [line, ...elsewhere.map((each) => cut(each.from, each.to))];
  }
  if (source.slice(first.from, end).includes('#')) return cuts.map((each) => cut(each.from, each.to));
  const spaces = isLast ? 0 : /^[ \t]*/.exec(source.slice(end))![0].length;
  return [cut(first.from, end + spaces)];
}

const commaOf = (tokens: readonly { readonly type: string; readonly offset: number }[] | undefined): number | undefined =>
  tokens?.find(({ type }) => type === 'comma')?.offset;

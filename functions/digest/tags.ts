/** The Handlebars tags of a template, and how they go through a compiler that knows nothing of them. */
export interface Tag {
  readonly text: string;
  /** Where it starts, and its line, counted from 1. */
  readonly at: number;
  readonly line: number;
}

// A comment may hold braces, so it is looked for first; after it raw tags, then all others.
const tagPattern = /\{\{~?!--[\s\S]*?--~?\}\}|\{\{\{[\s\S]*?\}\}\}|\{\{[\s\S]*?\}\}/g;
const isComment = (text: string): boolean => /^\{\{~?!/.test(text);

/** Every tag in the order of the source, comments too. */
export function findTags(source: string): Tag[] {
  return [...source.matchAll(tagPattern)].map(({ 0: text, index }) => ({
    text,
    at: index,
    line: source.slice(0, index).split('\n').length,
  }));
}

/** The source with a numbered mark for each tag. A comment leaves its line breaks, so that lines keep their numbers. */
export function markTags(source: string, tags: readonly Tag[]): string {
  let text = '';
  let from = 0;
  tags.forEach((tag, n) => {
    text += source.slice(from, tag.at) + (isComment(tag.text) ? tag.text.replace(/[^\n]/g, '') : mark(n));
    from = tag.at + tag.text.length;
  });
  return text + source.slice(from);
}

/** The tags back in place of their marks, and those whose mark is gone. A mark may be there more than once: MJML repeats the title. */
export function fillMarks(text: string, tags: readonly Tag[]): { readonly text: string; readonly lost: readonly Tag[] } {
  const found = new Set<number>();
  const filled = text.replace(/\{\{tag(\d+)\}\}/g, (_, n: string) => {
    found.add(Number(n));
    return tags[Number(n)]!.text;
  });
  return { text: filled, lost: tags.filter((tag, n) => !isComment(tag.text) && !found.has(n)) };
}

const mark = (n: number): string => `{{tag${n}}}`;

/** The first block that does not close as it opens: Handlebars' own parser finds it at the end of the file only. */
export function blockFault(tags: readonly Tag[]): { readonly line: number; readonly message: string } | undefined {
  const open: { readonly name: string; readonly tag: Tag }[] = [];
  for (const tag of tags) {
    const [, kind, name] = /^\{\{~?([#/]|\^(?=\s*\w))\s*([^\s}~]*)/.exec(tag.text) ?? [];
    if (kind === '#' || kind === '^') open.push({ name: name!, tag });
    if (kind !== '/') continue;
    const last = open.pop();
    if (!last) return { line: tag.line, message: `${tag.text} closes what is not open` };
    if (last.name !== name) return { line: tag.line, message: `${tag.text} closes ${last.tag.text} of line ${last.tag.line}; write {{/${last.name}}} there first` };
  }
  const never = open.at(-1);
  return never && { line: never.tag.line, message: `${never.tag.text} is never closed; write {{/${never.name}}} where it ends` };
}

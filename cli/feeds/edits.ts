/** Changes of a text by position: what they don't name stays as it is, byte for byte. */

/** What stands from `from` to `to` becomes `text`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export const insert = (at: number, text: string): Edit => ({ from: at, to: at, text });
export const cut = (from: number, to: number): Edit => ({ from, to, text: '' });

/** Edits don't overlap; of those at one place, the first given comes first. */
export function apply(source: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, text } of edits.toSorted((a, b) => a.from - b.from)) {
    parts.push(source.slice(done, from), text);
    done = to;
  }
  return parts.join('') + source.slice(done);
}

/** The line end that the text uses. */
export const lineEndOf = (source: string): '\n' | '\r\n' => (/^[^\n]*\r\n/.test(source) ? '\r\n' : '\n');

export const lineStart = (source: string, at: number): number => source.lastIndexOf('\n', at - 1) + 1;

/** Where the line's content ends, before its line end. */
export function contentEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  if (end === -1) return source.length;
  return source[end - 1] === '\r' && end > at ? end - 1 : end;
}

/** Where the next line starts; the text's end after the last. */
export function nextLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end + 1;
}

/** What stands before `at` on its line. */
export const lead = (source: string, at: number): string => source.slice(lineStart(source, at), at);

/** The line that starts at `at`, without its line end. */
export const lineAt = (source: string, at: number): string => source.slice(at, contentEnd(source, at));

/**
 * Lines of a width, as a terminal counts it: East Asian characters take two
 * columns and may be broken after each of them, everything else is broken at
 * spaces, and a URL never.
 */
const wide = /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const zero = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
// What must not begin a line (kinsoku), and what must not end one.
const closing = /^[、。，．：；！？」』）】〉》〕］｝ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…]/u;
const opening = /[「『（【〈《〔［｛]$/u;
const ascii = /^[ -~]*$/;
const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
const graphemes = (text: string): string[] => [...segments.segment(text)].map(({ segment }) => segment);

/** The columns a text takes. */
export function widthOf(text: string): number {
  // Segmenting is slow, and most words need none.
  if (ascii.test(text)) return text.length;
  return graphemes(text).reduce((sum, grapheme) => sum + (zero.test(grapheme) ? 0 : wide.test(grapheme) ? 2 : 1), 0);
}

/** The text in lines of at most `width` columns. Only a URL may be longer. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  // Not \s: a no-break space is there to hold its line together.
  for (const word of text.split(/[ \t\n]+/).filter((part) => part !== '')) {
    for (const [n, piece] of pieces(word, width).entries()) {
      const gap = n === 0 && line !== '' ? ' ' : '';
      const size = widthOf(piece);
      if (line !== '' && columns + gap.length + size > width) {
        lines.push(line);
        [line, columns] = [piece, size];
      } else {
        line += gap + piece;
        columns += gap.length + size;
      }
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The parts of a word between which a line may end. */
function pieces(word: string, width: number): string[] {
  if (/^\W{0,2}https?:\/\//i.test(word) || (!wide.test(word) && widthOf(word) <= width)) return [word];
  const parts: string[] = [];
  let length = 0;
  for (const grapheme of graphemes(word)) {
    const last = parts.at(-1);
    const size = widthOf(grapheme);
    const held = last !== undefined && (closing.test(grapheme) || opening.test(last) || (!wide.test(grapheme) && !wide.test(last)));
    // However long a word without a break is, a line ends at the width.
    if (held && length + size <= width) {
      parts[parts.length - 1] = last + grapheme;
      length += size;
    } else {
      parts.push(grapheme);
      length = size;
    }
  }
  return parts;
}

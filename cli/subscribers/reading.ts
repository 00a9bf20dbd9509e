/** The rows of a CSV file, block by block: a file of a million rows takes no more memory than one of a thousand. */
import { open } from 'node:fs/promises';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

export interface CsvRow {
  readonly cells: readonly string[];
  /** The line of the file on which it starts, from 1. */
  readonly line: number;
}

/** A quote that nothing closes would take in the rest of the file: a longer row than this is none. */
const maxRowBytes = 1_000_000;
const blockBytes = 256 * 1024;

/** The rows of a file, but for blank ones; UTF-8, or UTF-16 with a byte order mark. Rejects as the file system does. */
export async function* rowsOf(file: string): AsyncGenerator<readonly CsvRow[]> {
  let rest = Buffer.alloc(0);
  let line = 1;
  let delimiter: string | undefined;
  for await (const { text, isLast } of blocksOf(file)) {
    let block = Buffer.concat([rest, Buffer.from(text)]);
    if (delimiter === undefined) {
      const [said, named] = /^sep=(.)\n/.exec(block.toString('utf8', 0, 10)) ?? [];
      // Excel's own way to name it, in a line before all others.
      if (said !== undefined) [block, line] = [block.subarray(said.length), 2];
      delimiter = named ?? delimiterOf(block);
    }
    const end = isLast ? block.length : block.lastIndexOf(10) + 1;
    const read = rowsIn(block.subarray(0, end), { delimiter, line, isLast });
    rest = Buffer.from(block.subarray(read.bytes));
    line = read.line;
    yield read.rows;
  }
}

/** The text of a file in pieces, each line of it ended by one LF. */
async function* blocksOf(file: string): AsyncGenerator<{ text: string; isLast: boolean }> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(blockBytes);
    let decoder: ReturnType<typeof iconv.getDecoder> | undefined;
    let held = '';
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, blockBytes);
      decoder ??= iconv.getDecoder(encodingOf(buffer.subarray(0, bytesRead)));
      const text = held + (bytesRead > 0 ? decoder.write(buffer.subarray(0, bytesRead)) : (decoder.end() ?? ''));
      // The LF of a CR may be in the next piece.
      held = bytesRead > 0 && text.endsWith('\r') ? '\r' : '';
      yield { text: text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n'), isLast: bytesRead === 0 };
      if (bytesRead === 0) return;
    }
  } finally {
    await handle.close();
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** The one that makes the most columns of the first row. */
function delimiterOf(block: Buffer): string {
  const widths = (options: Options): { delimiter: string; width: number }[] =>
    [',', ';', '\t'].map((delimiter) => {
      try {
        return { delimiter, width: parse(block, { ...options, delimiter, to: 1 })[0]?.length ?? 0 };
      } catch {
        return { delimiter, width: 0 };
      }
    });
  const widest = (all: { delimiter: string; width: number }[]): { delimiter: string; width: number } => all.reduce((best, one) => (one.width > best.width ? one : best));
  const best = widest(widths(strict));
  // With the wrong one, a quote is not where it should be.
  return best.width > 0 ? best.delimiter : widest(widths(lenient)).delimiter;
}

const strict = { record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true } as const satisfies Options;
const lenient = { ...strict, relax_quotes: true } as const satisfies Options;

interface Block {
  readonly delimiter: string;
  /** The line on which the block starts. */
  readonly line: number;
  /** Whether no more is to come. */
  readonly isLast: boolean;
}

/** The rows that are whole, and how far they reach: bytes taken, and the line of what follows. */
function rowsIn(block: Buffer, { delimiter, line: firstLine, isLast }: Block): { rows: CsvRow[]; bytes: number; line: number } {
  const rows: CsvRow[] = [];
  let [start, line] = [0, firstLine];
  const take = (cells: readonly string[], end: number): void => {
    while (block[start] === 10) [start, line] = [start + 1, line + 1];
    // Spreadsheets leave rows of delimiters alone.
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line });
    for (; start < end; start++) if (block[start] === 10) line++;
  };
  while (start < block.length) {
    const from = start;
    try {
      const on_record = (cells: string[], { bytes }: { bytes: number }): undefined => void take(cells, from + bytes);
      parse(block.subarray(from), { ...strict, delimiter, max_record_size: maxRowBytes, on_record });
      // Blank lines at the end are of no row.
      for (; start < block.length; start++) if (block[start] === 10) line++;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      // The rest of a row that has begun may be in the next block.
      if (error.code === 'CSV_QUOTE_NOT_CLOSED' && !isLast && block.length - start <= maxRowBytes) break;
      while (block[start] === 10) [start, line] = [start + 1, line + 1];
      const next = block.indexOf(10, start);
      const end = next < 0 ? block.length : next + 1;
      take(lineAlone(block.subarray(start, end), delimiter), end);
    }
  }
  return { rows, bytes: start, line };
}

/** The cells of one line whose quotes are not as they should be: its other cells are right, as are the lines that follow. */
function lineAlone(line: Buffer, delimiter: string): readonly string[] {
  try {
    return parse(line, { ...lenient, delimiter })[0] ?? [];
  } catch {
    return parse(line, { ...strict, delimiter, quote: null })[0] ?? [];
  }
}

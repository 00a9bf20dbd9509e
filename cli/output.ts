import { once } from 'node:events';

/** What a command prints, and how. Results go to stdout; progress and complaints go to stderr. */
export interface Output {
  /** The report of the command: prose for a person, or one JSON object with `--json`. */
  report(lines: readonly string[], json: object): void;
  /** Writes to stdout what is too long to hold, no faster than it is read there. Ends early where nobody reads on (`| head`). */
  stream(pieces: AsyncIterable<string>): Promise<void>;
  /** One line about something that is wrong. */
  complain(line: string): void;
  /** How far long work has come: one line, rewritten in place, and only where a person watches. */
  progress(line: string): void;
}

export function output(asJson: boolean): Output {
  const watched = process.stderr.isTTY && !asJson;
  let shown = false;
  const clear = (): void => {
    if (shown) process.stderr.write('\r\u001B[K');
    shown = false;
  };
  return {
    report(lines, json) {
      clear();
      process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''));
    },
    async stream(pieces) {
      let gone: NodeJS.ErrnoException | undefined;
      const failed = (error: NodeJS.ErrnoException): void => void (gone = error);
      process.stdout.on('error', failed);
      try {
        for await (const piece of pieces) {
          clear();
          if (piece !== '' && !process.stdout.write(piece)) await once(process.stdout, 'drain').catch(failed);
          if (gone) break;
        }
        // A write that failed says so in a moment.
        await new Promise(setImmediate);
      } finally {
        process.stdout.off('error', failed);
      }
      if (gone && gone.code !== 'EPIPE') throw gone;
    },
    complain(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!watched) return;
      process.stderr.write(`\r\u001B[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      shown = true;
    },
  };
}

/** `1 mail`, `2 mails`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Columns padded to their widest cell; the last is left as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!))).join('  ').trimEnd());
}

/** The rows that an import did not take, in CSV for the operator to mend: made only where there are any. */
import { type FileHandle, open } from 'node:fs/promises';
import { csvLines } from '../csv.ts';
import { OperatorError } from '../failure.ts';
import { type Refused, refusals } from './row.ts';

export const refusedColumns = ['file', 'line', 'address', 'reason'] as const;

export interface RefusedRow {
  readonly file: string;
  readonly line: number;
  /** As it stands in the file. */
  readonly address: string;
  readonly why: Refused;
}

export interface RefusedFile {
  readonly path: string;
  add(rows: readonly RefusedRow[]): Promise<void>;
  close(): Promise<void>;
}

/** `not a mail address`, `a state that is not known: type “upcoming”`. */
export const reasonOf = ({ reason, detail }: Refused): string => `${refusals[reason]}${detail === undefined ? '' : `: ${detail}`}`;

export function refusedFile(path: string): RefusedFile {
  let handle: FileHandle | undefined;
  return {
    path,
    async add(rows) {
      if (rows.length === 0) return;
      if (!handle) {
        // It holds addresses: for the operator's eyes.
        handle = await open(path, 'w', 0o600).catch((error: NodeJS.ErrnoException) => {
          throw new OperatorError(`${path} can't be written (${error.code ?? error.message}): name another file with --refused FILE`, 2);
        });
        await handle.appendFile(csvLines([refusedColumns]));
      }
      await handle.appendFile(csvLines(rows.map(({ file, line, address, why }) => [file, String(line), address, reasonOf(why)])));
    },
    async close() {
      await handle?.close();
    },
  };
}

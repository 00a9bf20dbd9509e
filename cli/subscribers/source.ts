/** The files of an import: what each is, before any of them is taken. */
import { open, realpath } from 'node:fs/promises';
import { OperatorError } from '../failure.ts';
import { type Layout, layoutOf } from './columns.ts';
import { rowsOf } from './reading.ts';
import { refusedColumns } from './refused-file.ts';
import { type ServiceName, services } from './services.ts';

export interface Source {
  readonly file: string;
  readonly layout: Layout;
}

/** Rows by which it is told what a file is. */
const looked = 50;

/** Throws an OperatorError where a file can't be read, or has no column of addresses. */
export async function sourceOf(file: string, from: ServiceName | undefined): Promise<Source> {
  try {
    await refuseArchive(file);
    for await (const rows of rowsOf(file)) {
      const [first] = rows;
      if (!first) continue;
      // Its rows are of people who are not to be taken as they stand; a pattern such as *.csv finds it too.
      if (first.cells.join() === refusedColumns.join()) throw new OperatorError(`${file}: it is what an import refused: mend those rows in their own file`, 2);
      const layout = layoutOf(rows.slice(0, looked).map(({ cells }) => cells), from);
      if (layout) return { file, layout };
      const named = first.cells.slice(0, 12).map((cell) => cell.trim()).join(', ');
      throw new OperatorError(
        from === undefined || from === 'plain'
          ? `${file}: no column of addresses: name one email in its first line, which has: ${named.slice(0, 200)}`
          : `${file}: no column of addresses as an export of ${services[from].title} has it; its first line has: ${named.slice(0, 200)}`,
        2,
      );
    }
  } catch (error) {
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }[(error as NodeJS.ErrnoException).code ?? ''];
    throw why === undefined ? error : new OperatorError(`${file}: can't be read: ${why}`, 2);
  }
  throw new OperatorError(`${file}: it is empty`, 2);
}

/** Exports come as a ZIP, and spreadsheets are one. */
async function refuseArchive(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4);
    if (bytesRead === 4 && buffer.toString('latin1') === 'PK\u0003\u0004') {
      throw new OperatorError(`${file}: it is a ZIP or a spreadsheet: unpack it, or save the spreadsheet as CSV`, 2);
    }
  } finally {
    await handle.close();
  }
}

/** Where a path leads, so that two names of one file are known to be one. */
export const realPath = (path: string): Promise<string> => realpath(path).catch(() => path);

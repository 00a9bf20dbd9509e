/** Files of a backup: they hold addresses, so nobody but their owner reads them. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Beside the objects and not among them: what is half written, and the lock. */
export const scratchName = '.backup';

/** What a file holds, without holding it. */
export interface Print {
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

export const printOf = (bytes: string | Buffer): Print => ({ sha256: createHash('sha256').update(bytes).digest('hex'), size: Buffer.byteLength(bytes) });

/** The bytes of a file, or undefined where there is none. */
export async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Writes a file of the backup in one step: whoever reads it, or is killed, finds the old one or the new one. */
export async function writePrivately(dir: string, name: string, body: string): Promise<void> {
  const aside = join(dir, scratchName, randomUUID());
  await writeFile(aside, body, { mode: 0o600, flush: true });
  await mkdir(dirname(join(dir, name)), { recursive: true, mode: 0o700 });
  await rename(aside, join(dir, name));
}

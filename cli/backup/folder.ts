/** The folder of a backup: opened by one command at a time. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { OperatorError } from '../failure.ts';
import { type Manifest, readManifest, type ReadManifest } from './manifest.ts';
import { scratchName } from './private-file.ts';

/** The manifest of a backup that is there. Throws an OperatorError where the folder is none that this Dawnpost can read. */
export function manifestOf(dir: string, read: ReadManifest): Manifest | undefined {
  switch (read.kind) {
    case 'none':
      return undefined;
    case 'newer':
      throw new OperatorError(`${dir} is a backup of a newer Dawnpost (${read.by}): use that, or a newer one`);
    case 'damaged':
      throw new OperatorError(`the manifest of ${dir} is damaged: ${read.detail}; restore from another copy of it, or make a new backup in another folder`);
    case 'manifest':
      return read.manifest;
  }
}

/** Makes the folder if need be, and works on it alone; `before` is the backup that is in it. */
export async function withBackupFolder<Result>(dir: string, work: (before: Manifest | undefined) => Promise<Result>): Promise<Result> {
  await mkdir(dir, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`${dir} can't be made (${error.code}): name another folder`);
  });
  const others = (await readdir(dir)).filter((name) => name !== scratchName);
  if (!manifestOf(dir, await readManifest(dir)) && others.length > 0) throw new OperatorError(`${dir} is not empty and no backup: name a new folder, or one of an earlier backup`);
  const scratch = join(dir, scratchName);
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const release = await lock(dir, {
    lockfilePath: join(scratch, 'lock'),
    realpath: false,
    // A killed backup's lock is taken over after this long.
    stale: 10_000,
    retries: { retries: 12, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ELOCKED' ? new OperatorError(`another backup into ${dir} runs: wait for it, or name another folder`) : error;
  });
  try {
    // What a killed backup was writing, with whatever addresses are in it.
    for (const name of await readdir(scratch)) if (name !== 'lock') await rm(join(scratch, name), { force: true });
    return await work(manifestOf(dir, await readManifest(dir)));
  } finally {
    await release();
  }
}

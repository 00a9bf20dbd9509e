import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import type { Store, Stored } from '../../functions/ports.ts';

/**
 * The bucket as a folder: an object is a file at its key. Safe for many
 * processes at once, and after one of them was killed at any moment.
 */
export function folderStore(dir: string): Store {
  // Beside the objects and not among them: what is half written is never listed.
  const scratch = join(dir, '.store');

  async function get(key: string): Promise<Stored | undefined> {
    try {
      const body = await readFile(join(dir, key), 'utf8');
      return { body, etag: etagOf(body) };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  /** The body in a file of its own, to be moved into place in one step: a reader sees all of it or none. */
  async function writeAside(body: string): Promise<string> {
    const aside = join(scratch, randomUUID());
    await inFolder(aside, () => writeFile(aside, body, { flush: true }));
    return aside;
  }

  return {
    get,

    async getIfChanged(key, etag) {
      const stored = await get(key);
      return stored?.etag === etag ? 'unchanged' : stored;
    },

    async create(key, body) {
      const aside = await writeAside(body);
      const file = join(dir, key);
      try {
        // A hard link fails where the name is taken, for exactly all but one of many who try.
        await inFolder(file, () => link(aside, file));
        return { kind: 'created', etag: etagOf(body) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return { kind: 'exists' };
        throw error;
      } finally {
        await unlink(aside);
      }
    },

    async replace(key, body, etag) {
      const aside = await writeAside(body);
      const release = await lock(join(dir, key), {
        lockfilePath: join(scratch, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.lock`),
        realpath: false,
        // A killed holder's lock is taken over after this long; a live one is held for a millisecond.
        stale: 5000,
        // The waits are computed beforehand, for each lock: few, the last again and again, for a minute.
        retries: { retries: 16, forever: true, maxRetryTime: 60_000, factor: 1.2, minTimeout: 2, maxTimeout: 50, randomize: true },
      });
      try {
        if ((await get(key))?.etag !== etag) return { kind: 'conflict' };
        await rename(aside, join(dir, key));
        return { kind: 'replaced', etag: etagOf(body) };
      } finally {
        await rm(aside, { force: true });
        await release();
      }
    },

    async *list(prefix, after = '') {
      yield* filesUnder(dir, prefix, after);
    },

    async *listTagged(prefix, after = '') {
      for await (const key of filesUnder(dir, prefix, after)) {
        const stored = await get(key);
        if (stored) yield { key, etag: stored.etag };
      }
    },

    // A folder keeps no versions; but a writer that was killed has left what it was about to write.
    forgetPast: () => clearLeftovers(scratch),
  };
}

/** No writer has its file aside for so long: it may wait a minute for its turn. */
const leftAfterMs = 5 * 60_000;

async function clearLeftovers(scratch: string): Promise<void> {
  const names = await readdir(scratch).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  for (const file of names.filter((name) => !name.endsWith('.lock')).map((name) => join(scratch, name))) {
    const found = await stat(file).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > leftAfterMs) await rm(file, { force: true });
  }
}

/** Does what needs the folder of the file; most are there already. */
async function inFolder(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isAbsent(error)) throw error;
    await mkdir(dirname(file), { recursive: true });
    await act();
  }
}

/** Keys below a folder in the order of S3, which is that of the whole key's UTF-8 bytes. */
async function* filesUnder(dir: string, prefix: string, after: string, folder = ''): AsyncGenerator<string> {
  let entries;
  try {
    entries = await readdir(join(dir, folder), { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  // A folder sorts with its slash: "a/" comes after "a-b.json", as its keys do.
  const names = entries
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    if (!name.endsWith('/')) {
      if (name.startsWith(prefix) && name > after) yield name;
    } else if ((name.startsWith(prefix) || prefix.startsWith(name)) && (name > after || after.startsWith(name))) {
      yield* filesUnder(dir, prefix, after, name);
    }
  }
}

const etagOf = (body: string): string => createHash('sha256').update(body).digest('hex');
const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

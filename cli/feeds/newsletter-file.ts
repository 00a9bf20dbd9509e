/** newsletter.yaml on disk: read, and written whole or not at all. */
import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, chmod, chown, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { lock } from 'proper-lockfile';
import { loadConfig } from '../../functions/config-file.ts';
import { OperatorError } from '../failure.ts';
import { type Newsletter, parseNewsletter } from './newsletter.ts';

/** The newsletter, or an OperatorError with every problem of it. */
export function readNewsletter(file: string): Newsletter {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    const loaded = loadConfig(file);
    throw new OperatorError(loaded.kind === 'problems' ? loaded.text : `${file}: it changed just now; run this again`, 2);
  }
  if (!isUtf8(bytes)) throw new OperatorError(`${file}: is not UTF-8; save it as UTF-8 (your editor's "save with encoding")`, 2);
  return parseNewsletter(bytes.toString('utf8'), file);
}

/**
 * Reads the newsletter, changes it and writes it, alone: of several commands at
 * once each sees what the one before wrote. What `change` throws leaves it as it was.
 */
export async function updateNewsletter<T extends { readonly newsletter: Newsletter }>(file: string, change: (newsletter: Newsletter) => T): Promise<T> {
  readNewsletter(file);
  const target = await realpath(file);
  try {
    await access(target, constants.W_OK);
    const release = await lock(target, { retries: { retries: 50, minTimeout: 20, maxTimeout: 200 } });
    try {
      const before = readNewsletter(file);
      const result = change(before);
      if (result.newsletter.source !== before.source) await replaceFile(target, result.newsletter.source);
      return result;
    } finally {
      await release();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof OperatorError || code === undefined) throw error;
    if (code === 'ELOCKED') throw new OperatorError(`${file} is being written by another command; run this again when it has ended`);
    throw new OperatorError(`${file} can't be written (${code}): make the file and its folder writable`);
  }
}

/** Writes a file whole or not at all, with the mode and owner of the one before. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    if (before) {
      // Only root can give files away; elsewhere they are the user's own anyhow.
      await chown(temporary, before.uid, before.gid).catch(() => undefined);
      await chmod(temporary, before.mode & 0o7777);
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

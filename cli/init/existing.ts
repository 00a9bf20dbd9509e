/** What stands where newsletter.yaml is to be written. */
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { access, readFile, realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parseDocument } from 'yaml';
import { clip, plainText } from '../../functions/model/text.ts';
import { OperatorError } from '../failure.ts';
import { replaceFile } from '../feeds/newsletter-file.ts';
import { isExampleDomain, senderDomain } from './draft.ts';

/** Where a file that was replaced is kept, after its own name. */
export const keptAs = '.bak';

export interface Existing {
  /** `none`: nothing, or nothing in it. `sample`: as the repository ships it, with a sender that is nobody. `other`: somebody's work. */
  readonly kind: 'none' | 'sample' | 'other';
  /** What it calls itself, where that can be told. */
  readonly name?: string;
  /** Undefined: there is no file. */
  readonly bytes?: Buffer;
}

/** Looks at the file, and at its folder: better before the questions than after them. */
export async function lookAt(file: string): Promise<Existing> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unwritable(file, error);
  });
  const target = await realpath(file).catch(() => file);
  await access(dirname(target), constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw unwritable(file, error);
  });
  return bytes === undefined ? { kind: 'none' } : { ...judge(bytes), bytes };
}

/** Whose a newsletter.yaml is, by its sender. One that can't be read is somebody's. */
export function judge(bytes: Buffer): Pick<Existing, 'kind' | 'name'> {
  if (bytes.toString('latin1').trim() === '') return { kind: 'none' };
  if (!isUtf8(bytes)) return { kind: 'other' };
  const document = parseDocument(bytes.toString('utf8'), { prettyErrors: false });
  const text = (key: string): string | undefined => {
    const value = document.errors.length > 0 ? undefined : document.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const [name, from] = [text('name'), text('from')];
  const domain = from === undefined ? undefined : senderDomain({ from });
  return { kind: domain !== undefined && isExampleDomain(domain) ? 'sample' : 'other', ...(name !== undefined && { name: clip(plainText(name), 80) }) };
}

/** Writes the file whole or not at all, and only over what was looked at, which is kept beside it. */
export async function replaceExisting(file: string, { bytes }: Existing, text: string): Promise<void> {
  const now = await readFile(file).catch(() => undefined);
  if (now === undefined ? bytes !== undefined : !bytes?.equals(now)) {
    throw new OperatorError(`${file} was changed by somebody else meanwhile, and is left as it is; look at it, and run this again`);
  }
  // What a link leads to is written, and the link stays.
  const target = await realpath(file).catch(() => file);
  const write = async (): Promise<void> => {
    if (bytes && bytes.length > 0) await replaceFile(`${target}${keptAs}`, bytes.toString());
    await replaceFile(target, text);
  };
  await write().catch((error: NodeJS.ErrnoException) => {
    throw unwritable(file, error);
  });
}

function unwritable(file: string, { code, message }: NodeJS.ErrnoException): OperatorError {
  const folder = dirname(file);
  if (code === 'EISDIR') return new OperatorError(`${file} is a folder; name a file in it: --config ${file}/newsletter.yaml`, 2);
  const why = { ENOENT: `there is no folder ${folder}`, ENOTDIR: `${folder} is no folder`, EACCES: 'permission denied', EROFS: 'the disk is read-only', ENOSPC: 'the disk is full' }[code ?? ''] ?? message;
  return new OperatorError(`${file} can't be written: ${why}; name another place with --config FOLDER/${basename(file)}`);
}

/**
 * The manifest of a backup, `manifest.jsonl` in its folder: what it is of, and
 * every object with its size and SHA-256. A line each. While a backup runs,
 * each change is added to it before the file is changed, so that a backup that
 * was killed still knows of every file what it holds; at the end it is written
 * anew, and its last line says that it is complete.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from './private-file.ts';

/** The format that this Dawnpost writes. */
const format = 1;

/** What the backup is of. */
export interface Head {
  /** The Dawnpost that wrote it. */
  readonly by: string;
  /** Such as `s3://bucket`. */
  readonly from: string;
  /** ISO time from which on a change may not be in it. */
  readonly begun: string;
}

/** One object as it was copied. */
export interface Entry {
  readonly key: string;
  /** Of the version that was copied. */
  readonly etag: string;
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** There was no file before: where there is none still, the backup was killed before it could write it. */
  readonly first?: true;
}

/** An object that is no more. */
export interface Gone {
  readonly key: string;
  readonly gone: true;
}

export interface Manifest {
  readonly head: Head;
  /** False: the backup was killed, and a file may be as its key's last entry says or as an earlier one. */
  readonly complete: boolean;
  /** By key, the last one last. Of a complete manifest, one each. */
  readonly entries: ReadonlyMap<string, readonly (Entry | Gone)[]>;
}

export type ReadManifest =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'none' }
  | { readonly kind: 'newer'; readonly by: string }
  | { readonly kind: 'damaged'; readonly detail: string };

export const manifestName = 'manifest.jsonl';

export async function readManifest(dir: string): Promise<ReadManifest> {
  let text: string;
  try {
    text = await readFile(join(dir, manifestName), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return { kind: 'none' };
    throw error;
  }
  return parseManifest(text);
}

export function parseManifest(text: string): ReadManifest {
  // What a killed backup was about to write ends without a line break.
  const lines = text.split('\n').slice(0, -1).map(parsed);
  const [head, ...rest] = lines;
  if (!head || head['dawnpost'] !== 'backup') return { kind: 'damaged', detail: 'its first line is not that of a backup' };
  if (typeof head['version'] !== 'number' || head['version'] > format) return { kind: 'newer', by: String(head['by']) };
  const end = rest.at(-1);
  const complete = end !== undefined && 'objects' in end;
  const entries = new Map<string, (Entry | Gone)[]>();
  for (const [index, line] of (complete ? rest.slice(0, -1) : rest).entries()) {
    if (!isLine(line)) return { kind: 'damaged', detail: `its line ${index + 2} can't be read` };
    const before = entries.get(line.key);
    if (before) before.push(line);
    else entries.set(line.key, [line]);
  }
  if (complete && end['objects'] !== entries.size) return { kind: 'damaged', detail: 'lines of it are missing' };
  const { by, from, begun } = head as unknown as Head;
  return { kind: 'manifest', manifest: { head: { by, from, begun }, complete, entries } };
}

/** Writes the whole manifest, in one step. */
export async function writeManifest(dir: string, { head, complete, entries }: Manifest): Promise<void> {
  const lines = [{ dawnpost: 'backup', version: format, ...head }, ...[...entries.values()].flat(), ...(complete ? [{ objects: entries.size }] : [])];
  await writePrivately(dir, manifestName, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Adds lines to a manifest that is not complete. */
export async function appendTo(dir: string): Promise<{ readonly add: (line: Entry | Gone) => Promise<void>; readonly close: () => Promise<void> }> {
  const file = await open(join(dir, manifestName), 'a');
  return {
    add: (line) => file.appendFile(`${JSON.stringify(line)}\n`),
    close: () => file.close(),
  };
}

export const isGone = (line: Entry | Gone): line is Gone => 'gone' in line;

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Keys become paths of files: none may lead out of the folder. */
export const isKey = (key: unknown): boolean => typeof key === 'string' && /^[a-z]+\/[a-z0-9._/-]+$/.test(key) && !key.split('/').some((part) => part === '' || part.startsWith('.'));

function isLine(line: Record<string, unknown> | undefined): line is Record<string, unknown> & (Entry | Gone) {
  if (!line || !isKey(line['key'])) return false;
  return line['gone'] === true || (typeof line['etag'] === 'string' && /^[0-9a-f]{64}$/.test(String(line['sha256'])) && typeof line['size'] === 'number');
}

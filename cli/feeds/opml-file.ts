import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { count } from '../output.ts';
import { type OpmlFeed, readOpml } from './opml.ts';

export type OpmlFile =
  /** `links`: outlines that are no feeds. */
  | { readonly kind: 'list'; readonly feeds: readonly OpmlFeed[]; readonly links: number }
  | { readonly kind: 'none'; readonly why: string };

/** Reads a list of feeds; `-` is stdin, and `~/` the home folder, which no shell stands for where a path is typed as an answer. */
export async function readOpmlFile(file: string): Promise<OpmlFile> {
  let bytes: Uint8Array;
  try {
    bytes = file === '-' ? await buffer(process.stdin) : await readFile(file.replace(/^~(?=\/)/, homedir()));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }[code ?? ''] ?? message;
    return { kind: 'none', why: `${file}: can't be read: ${why}` };
  }
  const what = file === '-' ? 'stdin' : file;
  const list = readOpml(bytes);
  if (list.kind === 'no-opml') return { kind: 'none', why: `${what}: no list of feeds: ${list.detail}; export OPML from your feed reader` };
  if (list.feeds.length === 0) return { kind: 'none', why: `${what}: no feeds in it${list.links > 0 ? `, only ${count(list.links, 'link')} that lead to none` : ''}` };
  return list;
}

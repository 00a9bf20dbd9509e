import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pMap from 'p-map';
import { prefixes } from '../../functions/keys.ts';
import type { Store, Tagged } from '../../functions/ports.ts';
import type { Output } from '../output.ts';
import { OperatorError } from '../failure.ts';
import { withBackupFolder } from './folder.ts';
import { appendTo, type Entry, type Gone, type Head, isGone, isKey, type Manifest, writeManifest } from './manifest.ts';
import { bytesOf, type Print, printOf, writePrivately } from './private-file.ts';

/** What a backup is of: all but what the bucket forgets by itself within days. */
export const backedUp = ['deliveries', 'feeds', 'issues', 'items', 'subscribers'] as const;
type Part = (typeof backedUp)[number];

/**
 * What is copied first, and what is listed only when that is done. A poll writes
 * what is new, then that it has seen it: a state that was copied after the items
 * were listed would say of some that they were seen, and no copy would have them.
 */
const inTurn: readonly (readonly Part[])[] = [['feeds'], ['items', 'issues', 'deliveries', 'subscribers']];

/** Objects copied at the same time; each is in memory meanwhile, about a megabyte where the list is of a million. */
const atOnce = 16;

export interface BackupPorts {
  readonly store: Store;
  readonly out: Pick<Output, 'progress'>;
}

/** What a backup did, in objects. */
export interface BackupReport {
  readonly dir: string;
  readonly from: string;
  readonly begun: string;
  readonly objects: number;
  readonly bytes: number;
  readonly added: number;
  readonly changed: number;
  /** Of those that are the same in the bucket, so many files were missing or damaged, and are whole again. */
  readonly mended: number;
  readonly same: number;
  /** Taken out of the folder, as they are no more. */
  readonly gone: number;
  /** A backup of before was killed, and this one has completed it. */
  readonly completed: boolean;
  /** Keys that no stage writes, and no folder may hold: left out. */
  readonly strange: readonly string[];
}

type Outcome = 'added' | 'changed' | 'mended' | 'same' | 'gone';

/**
 * Copies every object into the folder, under its own key, or what has changed
 * since the last time; and takes out what is gone. Each file is written in one
 * step. Killed at any moment it leaves files that are whole, old or new, and a
 * manifest that knows them; run again it goes on from there.
 */
export function backUp({ store, out }: BackupPorts, dir: string, head: Head): Promise<BackupReport> {
  return withBackupFolder(dir, async (before) => {
    if (before && before.head.from !== head.from) throw new OperatorError(`${dir} is a backup of ${before.head.from}, and this is ${head.from}: name another folder`);
    const known = before?.entries ?? new Map<string, readonly (Entry | Gone)[]>();
    refuseEmptied(dir, before, await listAll(store, ['subscribers']));
    if (!before && (await listAll(store, ['feeds', 'issues', 'subscribers'])).length === 0) throw new OperatorError(`there is nothing in ${head.from}: name the newsletter with --stack NAME, or its bucket or folder with --data`);
    // What is old until its file is copied again is as old as the backup of before.
    await writeManifest(dir, { head: before ? { ...head, begun: before.head.begun } : head, complete: false, entries: known });
    const counts: Record<Outcome, number> = { added: 0, changed: 0, mended: 0, same: 0, gone: 0 };
    const now = new Map<string, Entry>();
    const journal = await appendTo(dir);
    const listed: Tagged[] = [];
    const strange: string[] = [];
    try {
      for (const parts of inTurn) {
        const found = await listAll(store, parts);
        strange.push(...found.filter(({ key }) => !isKey(key)).map(({ key }) => key));
        const objects = found.filter(({ key }) => isKey(key));
        listed.push(...objects);
        await pMap(objects, async ({ key, etag }) => {
          const { entry, outcome } = await copy({ store, dir, add: journal.add }, { key, etag }, known.get(key) ?? []);
          if (entry) now.set(key, entry);
          counts[outcome] += 1;
          const done = Object.values(counts).reduce((sum, n) => sum + n, 0);
          out.progress(`${done} of ${listed.length} objects, ${counts.same} as they were`);
        }, { concurrency: atOnce });
      }
      const left = new Set(listed.map(({ key }) => key));
      for (const [key, entries] of known) {
        if (left.has(key)) continue;
        await takeOut({ dir, add: journal.add }, key);
        if (!isGone(entries.at(-1)!)) counts.gone += 1;
      }
    } finally {
      await journal.close();
    }
    const entries = new Map(listed.flatMap(({ key }): [string, Entry[]][] => (now.has(key) ? [[key, [now.get(key)!]]] : [])));
    await writeManifest(dir, { head, complete: true, entries });
    const bytes = [...now.values()].reduce((sum, { size }) => sum + size, 0);
    return { dir, from: head.from, begun: head.begun, objects: now.size, bytes, ...counts, completed: before?.complete === false, strange };
  });
}

async function listAll(store: Store, parts: readonly Part[]): Promise<Tagged[]> {
  const all: Tagged[] = [];
  for (const name of parts) for await (const tagged of store.listTagged(prefixes[name])) all.push(tagged);
  return all;
}

/** A shard never goes away by itself: where one has, the bucket is what the backup is kept for, and must not be copied over it. */
function refuseEmptied(dir: string, before: Manifest | undefined, listed: readonly Tagged[]): void {
  const there = new Set(listed.map(({ key }) => key));
  const lost = [...(before?.entries.keys() ?? [])].filter((key) => key.startsWith(prefixes.subscribers) && !isGone(before!.entries.get(key)!.at(-1)!) && !there.has(key));
  if (lost.length > 0) {
    throw new OperatorError(`${dir} has ${lost.length} of the list's files that are no more where it came from, such as ${lost[0]}, and was left as it is: \`dawnpost restore ${dir}\` brings them back; a backup of what is left goes to another folder`);
  }
}

interface Target {
  readonly dir: string;
  /** Adds to the manifest. */
  readonly add: (line: Entry | Gone) => Promise<void>;
}

/** Brings the file of one object to what the store has. */
async function copy({ store, ...target }: Target & { readonly store: Store }, { key, etag }: Tagged, known: readonly (Entry | Gone)[]): Promise<{ readonly entry?: Entry; readonly outcome: Outcome }> {
  const { dir, add } = target;
  const bytes = await bytesOf(join(dir, key));
  const local: Print | undefined = bytes && printOf(bytes);
  // Also that it is still what was written then: a file that a disk has lost bytes of is fetched again.
  const same = known.find((entry): entry is Entry => !isGone(entry) && entry.etag === etag && entry.sha256 === local?.sha256);
  if (same) return { entry: { key, etag, ...local! }, outcome: 'same' };
  const stored = await store.get(key);
  if (!stored) {
    await takeOut(target, key);
    return { outcome: 'gone' };
  }
  const entry: Entry = { key, etag: stored.etag, ...printOf(stored.body) };
  await add(bytes ? entry : { ...entry, first: true });
  if (entry.sha256 !== local?.sha256) await writePrivately(dir, key, stored.body);
  const last = known.at(-1);
  if (!last || isGone(last) || (last.first && !bytes)) return { entry, outcome: 'added' };
  return { entry, outcome: last.etag === stored.etag ? 'mended' : 'changed' };
}

async function takeOut({ dir, add }: Target, key: string): Promise<void> {
  await add({ key, gone: true });
  await rm(join(dir, key), { force: true });
  // Where it was the last one of a day.
  await rmdir(dirname(join(dir, key))).catch(() => undefined);
}

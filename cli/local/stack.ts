import { randomBytes } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log, Mailer, Store } from '../../functions/ports.ts';
import { type FolderQueue, folderQueue } from './folder-queue.ts';
import { folderStore } from './folder-store.ts';
import { outbox } from './outbox.ts';

/** Every port but `fetch` on a folder: the bucket's own keys in it, mails in `outbox/`, messages in `queue/`. */
export interface LocalStack {
  readonly dir: string;
  /** What the store is, told from every other: a folder's path, or `s3://BUCKET`. */
  readonly source: string;
  readonly store: Store;
  readonly mailer: Mailer;
  readonly queue: FolderQueue;
  readonly clock: Clock;
  readonly log: Log;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly nonce: () => string;
}

/** The local stack on a folder, made if need be. Rejects where it can't be written. */
export async function localStack(dir: string, options: { readonly now?: Date; readonly log?: Log } = {}): Promise<LocalStack> {
  const root = resolve(dir);
  await makeFolder(root);
  // Where something can be made, all else can: better to know before a run than in the middle of it.
  await makeFolder(join(root, '.store'));
  return {
    dir: root,
    source: root,
    store: folderStore(root),
    mailer: outbox(join(root, 'outbox')),
    queue: folderQueue(join(root, 'queue')),
    ...localPorts(options),
  };
}

/** The ports that need no folder. */
export const localPorts = (options: { readonly now?: Date; readonly log?: Log }): Pick<LocalStack, 'clock' | 'log' | 'sleep' | 'random' | 'nonce'> => ({
  clock: () => options.now ?? new Date(),
  log: options.log ?? (() => undefined),
  sleep: async (ms) => void (await sleep(ms)),
  random: Math.random,
  nonce: () => randomBytes(16).toString('base64url'),
});

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never ends
 * where the system refuses a folder with ENOENT, as below /proc (Node 20).
 */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(dir)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(dir) === dir) throw error;
    await makeFolder(dirname(dir));
    await mkdir(dir);
  }
}

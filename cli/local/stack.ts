import { randomBytes } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log, Mailer, Store } from '../../functions/ports.ts';
import { type FolderQueue, folderQueue } from './folder-queue.ts';
import { folderStore } from './folder-store.ts';
import { outbox } from './outbox.ts';

/** Every port but `fetch` on a folder: the bucket's own keys in it, mails in `outbox/`, messages in `queue/`. */
export interface LocalStack {
  readonly dir: string;
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
  await mkdir(root, { recursive: true });
  await access(root, constants.W_OK);
  return {
    dir: root,
    store: folderStore(root),
    mailer: outbox(join(root, 'outbox')),
    queue: folderQueue(join(root, 'queue')),
    clock: () => options.now ?? new Date(),
    log: options.log ?? (() => undefined),
    sleep: async (ms) => void (await sleep(ms)),
    random: Math.random,
    nonce: () => randomBytes(16).toString('base64url'),
  };
}

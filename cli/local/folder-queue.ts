import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveryMessage, Queue } from '../../functions/ports.ts';

/** The queue as a folder: a file for each issue and each part that is to be delivered, gone when it is settled. A delay is not kept to: who runs it again has waited. */
export interface FolderQueue extends Queue<DeliveryMessage> {
  receive(): Promise<DeliveryMessage[]>;
  remove(message: DeliveryMessage): Promise<void>;
}

/** Names a message: the same one again is the same file. */
export const nameOf = (message: DeliveryMessage): string =>
  'shard' in message ? `${message.date}-${message.shard}-${message.part}` : [message.date, ...(message.only ? [message.only] : [])].join('-');

export function folderQueue(dir: string): FolderQueue {
  const fileOf = (message: DeliveryMessage): string => join(dir, `${nameOf(message)}.json`);
  return {
    async send(messages) {
      if (messages.length > 0) await mkdir(dir, { recursive: true });
      for (const message of messages) {
        const file = fileOf(message);
        await writeFile(`${file}.part`, JSON.stringify(message));
        await rename(`${file}.part`, file);
      }
    },
    async receive() {
      const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const files = names.filter((name) => name.endsWith('.json')).sort();
      return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as DeliveryMessage));
    },
    remove: (message) => rm(fileOf(message), { force: true }),
  };
}

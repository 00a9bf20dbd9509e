import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Queue, ShardMessage } from '../../functions/ports.ts';

/** The queue as a folder: a file for each shard that is to be delivered, gone when it is settled. */
export interface FolderQueue extends Queue {
  receive(): Promise<ShardMessage[]>;
  remove(message: ShardMessage): Promise<void>;
}

export function folderQueue(dir: string): FolderQueue {
  const fileOf = ({ date, shard }: ShardMessage): string => join(dir, `${date}-${shard}.json`);
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
      return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as ShardMessage));
    },
    remove: (message) => rm(fileOf(message), { force: true }),
  };
}

/** Who arrives, in a file for each shard: a shard can then be merged by itself, whatever the size of the import. */
import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import type { Arrival } from './arrival.ts';

export interface Spread {
  add(arrival: Arrival): Promise<void>;
  /** Shards that somebody arrives for, in their order. Writes what is not written yet. */
  shards(): Promise<string[]>;
  /** Who arrives for that shard, in the order of `add`. */
  of(shard: string): Promise<Arrival[]>;
}

/** Of 256 shards, 16 MB at most. */
const heldChars = 64 * 1024;

/** Works with a folder for it that nobody else can read, and that is gone in the end, also if that comes by an error or by Ctrl-C. */
export async function withSpread<Result>(work: (spread: Spread) => Promise<Result>): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), 'dawnpost-import-'));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  const signals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const end = (): void => {
      remove();
      // As if there had been no handler.
      process.kill(process.pid, signal);
    };
    process.once(signal, end);
    return { signal, end };
  });
  try {
    return await work(spreadIn(dir));
  } finally {
    for (const { signal, end } of signals) process.off(signal, end);
    remove();
  }
}

function spreadIn(dir: string): Spread {
  const held = new Map<string, string>();
  const fileOf = (shard: string): string => join(dir, `${shard}.jsonl`);
  const write = async (shard: string): Promise<void> => {
    const lines = held.get(shard)!;
    held.set(shard, '');
    await appendFile(fileOf(shard), lines);
  };
  return {
    async add(arrival) {
      const shard = shardOfId(subscriberId(arrival.address));
      const lines = `${held.get(shard) ?? ''}${JSON.stringify(arrival)}\n`;
      held.set(shard, lines);
      if (lines.length > heldChars) await write(shard);
    },
    async shards() {
      const shards = [...held.keys()].sort();
      for (const shard of shards) await write(shard);
      return shards;
    },
    async of(shard) {
      const lines = (await readFile(fileOf(shard), 'utf8')).split('\n');
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Arrival);
    },
  };
}

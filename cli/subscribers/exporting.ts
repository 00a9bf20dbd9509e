/** `subscribers export`: the list as CSV, which `subscribers import` takes again. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Store } from '../../functions/ports.ts';
import type { Context } from '../context.ts';
import { csvLines } from '../csv.ts';
import { OperatorError } from '../failure.ts';
import { count } from '../output.ts';
import { exportColumns, exportRow } from './dawnpost.ts';
import { shardsOf } from './walk.ts';

/** To stdout, or to a file that nobody else can read. */
export async function exportSubscribers({ stack, out }: Pick<Context, 'stack' | 'out'>, file: string | undefined): Promise<void> {
  let subscribers = 0;
  const lines = csv(stack.store, (n) => out.progress(`${(subscribers += n)} subscribers`));
  if (file === undefined || file === '-') return out.stream(lines);
  await pipeline(Readable.from(lines, { highWaterMark: 1 }), createWriteStream(file, { mode: 0o600 })).catch((error: NodeJS.ErrnoException) => {
    throw error.path === file ? new OperatorError(`${file} can't be written (${error.code}): name a file in a folder that is there and is yours`) : error;
  });
  out.report([`wrote ${count(subscribers, 'subscriber')} to ${file}`], { subscribers, file });
}

async function* csv(store: Store, written: (subscribers: number) => void): AsyncGenerator<string> {
  yield csvLines([exportColumns]);
  for await (const shard of shardsOf(store)) {
    if (shard.length > 0) yield csvLines(shard.map(exportRow));
    written(shard.length);
  }
}

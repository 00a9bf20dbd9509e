import { resolve } from 'node:path';
import { backUp, type BackupReport } from '../backup/backing-up.ts';
import { bucketOf } from '../bucket.ts';
import type { Context, GlobalOptions } from '../context.ts';
import { count } from '../output.ts';

/** Copies the newsletter into a folder, or what has changed since the last time. `version`: of this Dawnpost. */
export async function backup({ options, stack, out }: Context, dir: string, version: string): Promise<void> {
  const report = await backUp({ store: stack.store, out }, dir, { by: version, from: sourceOf(options), begun: stack.clock().toISOString() });
  out.report(backupLines(report), report);
}

/** What a backup is of, by the words of the command line. */
export const sourceOf = ({ data, stack }: Pick<GlobalOptions, 'data' | 'stack'>): string => {
  if (stack !== undefined) return `the stack ${stack}`;
  const bucket = bucketOf(data);
  return bucket === undefined ? resolve(data) : `s3://${bucket}`;
};

function backupLines({ dir, from, begun, objects, bytes, added, changed, mended, same, gone, completed }: BackupReport): string[] {
  const facts = [`${added} new`, `${changed} changed`, ...(mended > 0 ? [`${mended} mended`] : []), `${same} as they were`, `${gone} taken out`];
  return [
    `${dir} holds ${from} as of ${begun}: ${count(objects, 'object')}, ${(bytes / 1e6).toFixed(1)} MB`,
    `  ${facts.join(', ')}`,
    ...(completed ? ['  the backup before had not come to its end; this one has completed it'] : []),
    '  it holds the addresses of your readers: keep it where only you can read it, and run it again after `dawnpost subscribers erase`',
  ];
}

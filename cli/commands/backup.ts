import { backUp, type BackupReport } from '../backup/backing-up.ts';
import type { Context } from '../context.ts';
import { count } from '../output.ts';

/** Copies the newsletter into a folder, or what has changed since the last time. `version`: of this Dawnpost. */
export async function backup({ stack, out }: Context, dir: string, version: string): Promise<void> {
  const report = await backUp({ store: stack.store, out }, dir, { by: version, from: stack.source, begun: stack.clock().toISOString() });
  out.report(backupLines(report), report);
}

function backupLines({ dir, from, begun, objects, bytes, added, changed, mended, same, gone, completed, strange }: BackupReport): string[] {
  const facts = [`${added} new`, `${changed} changed`, ...(mended > 0 ? [`${mended} mended`] : []), `${same} as they were`, `${gone} taken out`];
  return [
    `${dir} holds ${from} as of ${begun}: ${count(objects, 'object')}, ${(bytes / 1e6).toFixed(1)} MB`,
    `  ${facts.join(', ')}`,
    ...(completed ? ['  the backup before had not come to its end; this one has completed it'] : []),
    ...(strange.length > 0 ? [`  left out, as no part of a newsletter: ${strange.slice(0, 5).join(', ')}${strange.length > 5 ? ` and ${strange.length - 5} more` : ''}`] : []),
    '  it holds the addresses of your readers: keep it where only you can read it, and run it again after `dawnpost subscribers erase`',
  ];
}

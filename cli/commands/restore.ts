import { InvalidArgumentError } from 'commander';
import { backedUp } from '../backup/backing-up.ts';
import { type Part, restore, type RestoreReport } from '../backup/restoring.ts';
import type { Context } from '../context.ts';
import { count, table } from '../output.ts';

export interface RestoreOptions {
  readonly only?: readonly Part[];
  readonly dryRun?: boolean;
}

/** Creates what the newsletter lacks of a backup. */
export async function restoreBackup({ stack, out }: Context, dir: string, options: RestoreOptions): Promise<void> {
  const report = await restore({ store: stack.store, out }, dir, options);
  out.report(restoreLines(report), report);
}

/** One value of `--only`. */
export function parsePart(given: string, before: readonly Part[] = []): Part[] {
  const part = backedUp.find((name) => name === given.replace(/\/$/, ''));
  if (part === undefined) throw new InvalidArgumentError(`one of ${backedUp.join(', ')}.`);
  return [...before, part];
}

function restoreLines({ dir, from, begun, dryRun, complete, parts, otherIssues, passedBy, missing }: RestoreReport): string[] {
  const all = Object.entries(parts);
  const [restored, left] = (['restored', 'left'] as const).map((what) => all.reduce((sum, [, counts]) => sum + counts[what], 0)) as [number, number];
  const lines = [
    `${dir}, a backup of ${from} as of ${begun}: ${count(restored, 'object')} ${dryRun ? 'would be restored' : 'restored'}, ${left} there already and left alone`,
    ...table(all.map(([part, counts]) => [`  ${part}/`, `${counts.restored} ${dryRun ? 'to restore' : 'restored'}`, `${counts.left} left alone`])),
  ];
  if (!complete) lines.push('  this backup was stopped before its end: what it had not copied yet is missing, or older');
  if (otherIssues.length > 0) lines.push(`  left alone with all that belongs to it: the issue of ${otherIssues.join(', ')}, as there is another one of that date`);
  if (passedBy > 0) lines.push(`  what ${count(passedBy, 'poll')} had found is told by no issue: one was made before it was back, and issues go on from the last`);
  if ((parts.subscribers?.restored ?? 0) > 0) {
    lines.push(
      `  who left, changed their choice or was erased after ${begun} is in the list again as before, where a shard was restored:`,
      '    end those you know of with `dawnpost subscribers remove ADDRESS`, or erase; the links of their mails work; SES keeps who bounced or complained on its suppression list',
    );
  }
  if ((parts.deliveries?.restored ?? 0) > 0) lines.push(`  mails that went out after ${begun} are in no ledger of it: an issue resumed within deliver.maxAgeHours goes to their readers again`);
  if (missing.subscribers > 0) {
    lines.push(
      `  ${count(missing.subscribers, 'subscriber')} of the backup ${missing.subscribers === 1 ? 'is' : 'are'} not in ${count(missing.shards, 'shard')} that ${missing.shards === 1 ? 'was' : 'were'} there already: erased since, or lost;`,
      `    \`dawnpost subscribers export --data ${dir} --out FILE\` writes the backup's list, \`subscribers import FILE\` adds who is lost; take out of it first who was erased`,
    );
  }
  return lines;
}

/** `subscribers import`: files of subscribers into the list. Rows are read once, in order, and the list is written shard by shard. */
import pMap from 'p-map';
import { subscribersKey } from '../../functions/keys.ts';
import type { Roster } from '../../functions/model/subscriber.ts';
import { read, update } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { judge } from './arrival.ts';
import { type FileReport, type ImportReport, importLines } from './import-report.ts';
import { addCounts, merge, type MergeCounts, noCounts } from './merge.ts';
import { rowsOf } from './reading.ts';
import { reasonOf, refusedFile, type RefusedFile, type RefusedRow } from './refused-file.ts';
import { type ServiceName, services } from './services.ts';
import { realPath, type Source, sourceOf } from './source.ts';
import { type Spread, withSpread } from './spread.ts';

export interface ImportOptions {
  readonly from?: ServiceName;
  readonly consent?: string;
  readonly refused?: string;
  readonly dryRun?: boolean;
}

/** Of the rows that are refused, so many are shown. */
const shown = 10;

/** True where every row could be taken. Throws before anything is written where a file is none of subscribers. */
export async function importSubscribers(context: Context, files: readonly string[], options: ImportOptions): Promise<boolean> {
  const sources: Source[] = [];
  for (const file of files) sources.push(await sourceOf(file, options.from));
  await refuseInput(files, options.refused);
  const report = await withSpread(async (spread): Promise<ImportReport> => {
    const reports = await spreadAll(context, sources, spread, options);
    return { dryRun: options.dryRun ?? false, files: reports, ...(await mergeAll(context, spread, options.dryRun ?? false)) };
  });
  context.out.report(importLines(report), report);
  return report.files.every(({ taken, rows }) => taken === rows);
}

/** The report of what was refused must not take the place of what it is about. */
async function refuseInput(files: readonly string[], refused: string | undefined): Promise<void> {
  if (refused === undefined) return;
  const real = await Promise.all(files.map(realPath));
  if (real.includes(await realPath(refused))) throw new OperatorError(`${refused} is a file of the import itself; name another one with --refused FILE`, 2);
}

async function spreadAll(context: Context, sources: readonly Source[], spread: Spread, options: ImportOptions): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  let into: RefusedFile | undefined;
  try {
    for (const source of sources) {
      if (options.refused === undefined || !into) {
        await into?.close();
        into = refusedFile(options.refused ?? `${source.file}.refused.csv`);
      }
      reports.push(await spreadOne(context, source, { spread, into, options }));
    }
  } finally {
    await into?.close();
  }
  return reports;
}

interface Target {
  readonly spread: Spread;
  readonly into: RefusedFile;
  readonly options: ImportOptions;
}

async function spreadOne({ stack, out }: Context, { file, layout }: Source, { spread, into, options }: Target): Promise<FileReport> {
  const now = stack.clock();
  const refused: Record<string, number> = {};
  let [rows, taken, unreadable, header] = [0, 0, 0, layout.hasHeader];
  for await (const block of rowsOf(file)) {
    const failed: RefusedRow[] = [];
    for (const { cells, line } of block) {
      // The first row of the file.
      if (header) {
        header = false;
        continue;
      }
      rows++;
      const judged = judge(cells, layout, { file, now, consent: options.consent });
      unreadable += judged.unreadable;
      if (!('kind' in judged.arrival)) {
        taken++;
        await spread.add(judged.arrival);
        continue;
      }
      const why = judged.arrival;
      refused[why.reason] = (refused[why.reason] ?? 0) + 1;
      failed.push({ file, line, address: judged.given, why });
      if (rows - taken <= shown) out.complain(`${file}:${line}: ${judged.given.slice(0, 80)}${judged.given === '' ? '' : ': '}${reasonOf(why)}`);
    }
    if (!options.dryRun) await into.add(failed);
    out.progress(`${file}: ${rows} rows read`);
  }
  const { service, columns } = layout;
  const note = service.note?.((...wanted) => wanted.every((name) => columns.has(name)));
  const written = taken < rows && !options.dryRun ? { refusedFile: into.path } : {};
  const name = Object.entries(services).find(([, one]) => one === service)![0] as ServiceName;
  return { file, service: name, rows, taken, refused, unreadableTimes: unreadable, ...(note !== undefined && { note }), ...written };
}

async function mergeAll({ stack, out }: Context, spread: Spread, dryRun: boolean): Promise<MergeCounts> {
  const counts = noCounts();
  const now = stack.clock();
  const shards = await spread.shards();
  let done = 0;
  await pMap(shards, async (shard) => {
    const arrivals = await spread.of(shard);
    let outcome: MergeCounts = noCounts();
    const decide = (roster: Roster | undefined): Roster | undefined => {
      const merged = merge(roster, arrivals, { now, nonce: stack.nonce });
      outcome = merged.outcome;
      return merged.roster === roster ? undefined : merged.roster;
    };
    if (dryRun) decide(await read<Roster>(stack.store, subscribersKey(shard)));
    else await update<Roster>(stack.store, subscribersKey(shard), decide);
    addCounts(counts, outcome);
    out.progress(`${(done += 1)} of ${shards.length} shards ${dryRun ? 'looked at' : 'written'}`);
  }, { concurrency: 4 });
  return counts;
}

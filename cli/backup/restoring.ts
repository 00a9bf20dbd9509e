import { join } from 'node:path';
import pMap from 'p-map';
import { issueDateOf, issueKey, prefixes } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { keysUnder, parseStored } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { OperatorError } from '../failure.ts';
import type { Output } from '../output.ts';
import { backedUp } from './backing-up.ts';
import { manifestOf } from './folder.ts';
import { type Entry, manifestName, readManifest } from './manifest.ts';
import { type Step, stepsOf } from './order.ts';
import { passedBy } from './passed-by.ts';
import { bytesOf, printOf } from './private-file.ts';
import { missingOf, type Missing } from './shards.ts';
import { verify } from './verify.ts';

/** What can be restored by itself. */
export type Part = (typeof backedUp)[number];

export interface RestoreReport {
  readonly dir: string;
  readonly from: string;
  /** ISO time from which on a change is not in the backup. */
  readonly begun: string;
  readonly dryRun: boolean;
  /** Whether the backup had come to its end. */
  readonly complete: boolean;
  /** Objects by the first part of their keys; `left`: of that key there was one already. */
  readonly parts: Readonly<Partial<Record<Part, { readonly restored: number; readonly left: number }>>>;
  /** Dates of which the bucket has another issue than the backup: nothing of these was restored. */
  readonly otherIssues: readonly string[];
  /** Objects of items that no issue of the backup has told, and none of since will: one that was there already goes on from later ones. */
  readonly passedBy: number;
  readonly missing: Missing;
}

/** Objects written at the same time. */
const atOnce = 16;

/** Of the files that are damaged, so many are named. */
const shown = 20;

/**
 * Creates what the store lacks, in the order of `stepsOf`, once every file is
 * known to be what was copied; what is there stays as it is. Writes nothing
 * with `dryRun`, and nothing where a file is damaged. Run again after a crash
 * it goes on: what it has written is there then.
 */
export async function restore({ store, out }: { readonly store: Store; readonly out: Pick<Output, 'progress'> }, dir: string, { only = [...backedUp], dryRun = false }: { readonly only?: readonly Part[]; readonly dryRun?: boolean } = {}): Promise<RestoreReport> {
  const manifest = manifestOf(dir, await readManifest(dir));
  if (!manifest) throw new OperatorError(`${dir} is no backup: it has no ${manifestName}; name a folder that \`dawnpost backup\` has written`);
  // An issue without its ledgers would go out once more.
  const parts = backedUp.filter((part) => only.includes(part) || (part === 'deliveries' && only.includes('issues')));
  const verified = await verify(dir, manifest, (key) => parts.includes(partOf(key)), (done, of) => out.progress(`${done} of ${of} files checked`));
  if (verified.damaged.length > 0) throw new OperatorError(damagedText(dir, verified.damaged));

  const entries = new Map(verified.intact.map((entry) => [entry.key, entry]));
  const there = new Set((await pMap(new Set([...parts, 'issues' as const]), (part) => keysUnder(store, prefixes[part]))).flat());
  const others = new Set<string>();
  const isOther = async (date: string): Promise<void> => {
    const [mine, stored] = await Promise.all([bytesOf(join(dir, issueKey(date, 'issue.json'))), store.get(issueKey(date, 'issue.json'))]);
    if (stored && stored.body !== mine?.toString()) others.add(date);
  };
  const counts = new Map<Part, { restored: number; left: number }>(parts.map((part) => [part, { restored: 0, left: 0 }]));
  const notRestored = new Set<string>();
  const writeOne = async (key: string, { of }: Step): Promise<void> => {
    const free = !there.has(key) && !(of !== undefined && others.has(of));
    const restored = free && (dryRun || (await create(store, dir, entries.get(key)!)));
    counts.get(partOf(key))![restored ? 'restored' : 'left'] += 1;
    if (!restored) notRestored.add(key);
    // A digest has frozen the date meanwhile.
    if (free && !restored && issueDateOf(key) !== undefined) await isOther(of!);
  };
  const keys = [...entries.keys()];
  const readTo = await lastRead(dir, [...manifest.entries.keys()]);
  const waiting = keys.filter((key) => partOf(key) === 'items' && key > readTo && !there.has(key));
  let done = 0;
  for (const step of stepsOf(keys, readTo)) {
    if (step.of !== undefined && there.has(issueKey(step.of, 'issue.json'))) await isOther(step.of);
    await pMap(step.keys, async (key) => {
      await writeOne(key, step);
      out.progress(`${(done += 1)} of ${keys.length} objects restored, or there already`);
    }, { concurrency: atOnce });
  }
  const { head, complete } = manifest;
  const missing = await missingOf(store, dir, keys.filter((key) => partOf(key) === 'subscribers' && notRestored.has(key)));
  const since = [...there].filter((key) => !manifest.entries.has(key) || others.has(issueDateOf(key) ?? ''));
  const passed = await passedBy(store, waiting, since);
  return { dir, from: head.from, begun: head.begun, dryRun, complete, parts: Object.fromEntries(counts), otherIssues: [...others].sort(), passedBy: passed.length, missing };
}

const partOf = (key: string): Part => key.slice(0, key.indexOf('/')) as Part;

/** The items key up to which the last issue of the backup has read. */
async function lastRead(dir: string, keys: readonly string[]): Promise<string> {
  const last = keys.filter((key) => issueDateOf(key) !== undefined).sort().at(-1);
  const bytes = last === undefined ? undefined : await bytesOf(join(dir, last));
  return bytes ? parseStored<Issue>(last!, String(bytes)).read.to : '';
}

/** False where there is one of that key by now. */
async function create(store: Store, dir: string, { key, sha256 }: Entry): Promise<boolean> {
  const bytes = await bytesOf(join(dir, key));
  if (!bytes || printOf(bytes).sha256 !== sha256) throw new OperatorError(`${join(dir, key)} was changed while it was restored: leave the folder alone, and run it again`);
  return (await store.create(key, bytes.toString(), contentTypeOf(key))).kind === 'created';
}

/** As the stages write them (functions/digest/publish.ts). */
function contentTypeOf(key: string): string {
  if (key.endsWith('.html')) return 'text/html; charset=utf-8';
  return key.endsWith('.txt') ? 'text/plain; charset=utf-8' : 'application/json';
}

function damagedText(dir: string, damaged: readonly { readonly key: string; readonly what: string }[]): string {
  const named = damaged.slice(0, shown).map(({ key, what }) => `${join(dir, key)} is ${what}`);
  const more = damaged.length > shown ? [`and ${damaged.length - shown} more`] : [];
  const intact = backedUp.filter((part) => !damaged.some(({ key }) => partOf(key) === part));
  const advice = intact.length > 0 ? `, or restore what is whole with --only ${intact.join(' ')}` : '';
  return [...named, ...more, `nothing was restored: take them from another copy of the backup, run \`dawnpost backup ${dir}\` while the bucket is there${advice}`].join('\n');
}

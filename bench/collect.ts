/**
 * Collects the same feeds with Dawnpost, newsboat and rss2email, and says what
 * each costs: once with no state, and once more where every feed answers 304.
 * Run: npx tsx bench/collect.ts [--only NAME] [SIZE...] (default 100 1000)
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Collector, findCollectors } from './collectors.ts';
import { type Counts, type FeedFarm, startFarm } from './feed-farm.ts';
import type { Cost } from './process-cost.ts';

const passes = ['cold', '304'] as const;
type Pass = (typeof passes)[number];

/** What the repeats of one collector, size and pass came to. */
interface Result {
  readonly collector: string;
  readonly size: number;
  readonly pass: Pass;
  readonly wallMs: readonly number[];
  readonly cpuMs: readonly number[];
  readonly peakMb: readonly number[];
  /** What is not as it should be: a feed not fetched once, an item not found, the time over. */
  readonly flaw: string;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', multiple: true } } });
const sizes = (positionals.length > 0 ? positionals : ['100', '1000']).map(Number);
/** A collector is run again while all its runs at a size take less than this. */
const cheapMs = 60_000;
const repeats = 3;
const timeoutOf = (size: number): number => Math.max(120, size * 0.25);

const least = (numbers: readonly number[]): number => Math.min(...numbers);
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]!;

function flawOf(pass: Pass, size: number, cost: Cost, counts: Counts, items: number | undefined, expected: number): string {
  if (cost.timedOut) return `ended after ${timeoutOf(size)} s, ${counts.whole + counts.notModified} feeds done`;
  if (cost.code !== 0) return `exit code ${cost.code}: ${cost.stderr.trim().split('\n').at(-1) ?? ''}`;
  const asked = pass === 'cold' ? counts.whole : counts.notModified;
  if (asked !== size || counts.requests !== size) return `${asked} of ${size} feeds fetched once, ${counts.requests} requests`;
  return items !== undefined && items !== expected ? `${items} of ${expected} items` : '';
}

interface Run {
  readonly pass: Pass;
  readonly cost: Cost;
  readonly flaw: string;
}

/** Both passes of one collector, from nothing. */
async function passesOf(collector: Collector, farm: FeedFarm, size: number, dir: string): Promise<Run[]> {
  await mkdir(dir);
  await collector.prepare(dir, farm.urls(size));
  const runs: Run[] = [];
  for (const pass of passes) {
    await farm.counts(size);
    const cost = await collector.collect(dir, timeoutOf(size));
    const counts = await farm.counts(size);
    const held = cost.code === 0 ? await collector.held(dir, cost) : undefined;
    runs.push({ pass, cost, flaw: flawOf(pass, size, cost, counts, held, farm.items(size)) });
    if (cost.timedOut) break;
    if (pass === 'cold') for (let n = 1; n < (collector.learnsIn ?? 1); n++) await collector.collect(dir, timeoutOf(size));
  }
  await rm(dir, { recursive: true });
  return runs;
}

/** All collectors at one size, in turns, so that what else the machine does meets them alike. */
async function measure(collectors: readonly Collector[], farm: FeedFarm, size: number, scratch: string): Promise<Result[]> {
  const all = collectors.map((collector) => ({ collector, runs: [] as Run[] }));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { collector, runs } of all) {
      if (runs.reduce((sum, { cost }) => sum + cost.wallMs, 0) > cheapMs) continue;
      runs.push(...(await passesOf(collector, farm, size, join(scratch, `${collector.name.replace(' ', '-')}-${size}-${repeat}`))));
    }
  }
  return all.flatMap(({ collector, runs }) => passes.map((pass): Result => {
    const costs = runs.filter((run) => run.pass === pass);
    const of = (key: 'wallMs' | 'cpuMs' | 'peakMb'): number[] => costs.map(({ cost }) => cost[key]);
    return { collector: collector.name, size, pass, wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMb: of('peakMb'), flaw: costs.find(({ flaw }) => flaw !== '')?.flaw ?? '' };
  }));
}

const cell = (value: number, digits: number): string => value.toFixed(digits);
const ratio = (value: number, to: number | undefined): string => (to === undefined ? '-' : `${(value / to).toFixed(2)}x`);

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(row.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join('  ').trimEnd());
}

function tableOf(results: readonly Result[], size: number, pass: Pass): void {
  const at = results.filter((result) => result.size === size && result.pass === pass);
  const cpuOf = (name: string, within = at): number | undefined => {
    const result = within.find(({ collector, flaw }) => collector === name && flaw === '');
    return result && least(result.cpuMs);
  };
  const floors = results.filter((result) => result.size === 1 && result.pass === pass);
  const rows = at.map(({ collector, wallMs, cpuMs, peakMb, flaw }) => {
    const cpu = least(cpuMs);
    const above = (cpu - (cpuOf(collector, floors) ?? 0)) / size;
    return [
      collector, cell(least(wallMs) / 1000, 2), cell(size / (least(wallMs) / 1000), 0), cell(cpu / size, 2), cell(median(cpuMs) / size, 2), cell(above, 2),
      cell(median(peakMb), 0), ratio(cpu, cpuOf('rss2email')), ratio(cpu, cpuOf('newsboat')), String(cpuMs.length), flaw,
    ];
  });
  console.log(`\n${size} feeds, ${pass === 'cold' ? 'cold' : 'every feed answers 304'}`);
  print([['', 'wall s', 'feeds/s', 'cpu ms/feed', 'median', 'less start-up', 'peak MB', 'cpu / rss2email', 'cpu / newsboat', 'runs', ''], ...rows]);
}

/** Whether the cost of a feed stays the same: what the feeds between two sizes added, each. */
function growth(results: readonly Result[], names: readonly string[]): void {
  const all = [1, ...sizes];
  console.log('\nCPU ms of each further feed, from size to size');
  const header = ['', ...passes.flatMap((pass) => sizes.map((size, n) => `${pass} ${all[n]}-${size}`))];
  const rows = names.map((name) => [name, ...passes.flatMap((pass) => sizes.map((size, n) => {
    const cpu = (of: number): number | undefined => {
      const result = results.find((one) => one.collector === name && one.size === of && one.pass === pass && one.flaw === '');
      return result && least(result.cpuMs);
    };
    const [low, high] = [cpu(all[n]!), cpu(size)];
    return low === undefined || high === undefined || size === all[n] ? '-' : cell((high - low) / (size - all[n]!), 2);
  }))]);
  print([header, ...rows]);
}

const scratch = await mkdtemp(join(tmpdir(), 'dawnpost-bench-'));
const farm = await startFarm(Math.max(...sizes));
try {
  const collectors: Collector[] = [];
  const kb = farm.bytes / Math.max(...sizes) / 1024;
  console.log(`${new Date().toISOString()}  ${cpus().length} cores (${cpus()[0]!.model}), load ${loadavg()[0]!.toFixed(2)}, node ${process.version}`);
  console.log(`feeds: ${kb.toFixed(1)} KB and ${(farm.items(Math.max(...sizes)) / Math.max(...sizes)).toFixed(1)} items each on average, gzip, on 250 addresses`);
  for (const found of await findCollectors(scratch)) {
    if (found.kind === 'missing') console.log(found.detail);
    else if (!values.only || values.only.includes(found.collector.name)) {
      collectors.push(found.collector);
      console.log(`${found.collector.name}: ${found.collector.about}`);
    }
  }
  const results: Result[] = [];
  for (const size of [1, ...sizes]) {
    results.push(...(await measure(collectors, farm, size, scratch)));
    for (const pass of passes) tableOf(results, size, pass);
  }
  growth(results, collectors.map(({ name }) => name));
  console.log(`\nload at the end ${loadavg()[0]!.toFixed(2)}`);
} finally {
  farm.close();
  await rm(scratch, { recursive: true });
}

/**
 * What a function's own code costs at a cold start: the time from the start of
 * a process until its handler is imported, beside a floor, an empty handler
 * with the same AWS clients, bundled in the same way. Each round starts a fresh
 * process of every one, in turn, so that what else the machine does meets all
 * alike; the figures are medians. It says nothing of Lambda's own part (the
 * sandbox, fetching the code), which is the same for both.
 *
 *   npx tsx bench/start.ts [--rounds N] [--config FILE]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { bundle, bundling, functionNames } from '../cdk/bundle.ts';
import { bytesAtStart } from '../cdk/contents.ts';
import { loadConfig } from '../functions/config-file.ts';

const run = promisify(execFile);

/** As on Lambda: credentials and region in the environment, and what the stack sets. Nothing is asked of any of these. */
const env = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_SESSION_TOKEN: 'none',
  BUCKET: 'bucket',
  QUEUE_URL: 'http://127.0.0.1:9/queue',
  BASE_URL: 'https://news.example.com',
  RATE_SHARE: '1',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
  STACK: 'Dawnpost',
};

const clients = { s3: 's3Client', ses: 'sesClient', sqs: 'sqsClient' } as const;
type Client = keyof typeof clients;

/** The clients that a bundle carries, so that its floor carries the same. */
const clientsOf = ({ outputs }: Metafile): Client[] => {
  const carried = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return (Object.keys(clients) as Client[]).filter((client) => carried.some((path) => path.includes(`@aws-sdk/client-${client}/`)));
};

interface Floor {
  readonly clients: string;
  readonly file: string;
  /** Read at the start. */
  readonly bytes: number;
}

/** An empty handler with these clients, bundled. */
async function floorOf(names: readonly Client[], dir: string): Promise<Floor> {
  const made = names.map((name) => clients[name]);
  const outdir = join(dir, 'floor', names.join('-'));
  const contents = `import { ${made.join(', ')} } from './functions/aws.ts';\nconst clients = [${made.map((make) => `${make}()`).join(', ')}];\nexport const handler = () => clients.length;`;
  const { metafile } = await build({ ...bundling, stdin: { contents, resolveDir: bundling.absWorkingDir, loader: 'ts', sourcefile: 'index.ts' }, entryNames: 'index', outdir });
  return { clients: names.join(' + '), file: join(outdir, 'index.mjs'), bytes: bytesAtStart(metafile) };
}

/** In milliseconds: from the start of a fresh process until the module is there, the part of it that its import took, and the CPU time of all of it, which other load on the machine moves less. */
interface Start {
  readonly init: number;
  readonly import: number;
  readonly cpu: number;
}

async function start(file: string): Promise<Start> {
  const code = `const before = performance.now(); const { handler } = await import('${pathToFileURL(file).href}'); const after = performance.now(); const { user, system } = process.cpuUsage(); if (typeof handler !== 'function') throw new Error('no handler'); console.log(JSON.stringify({ init: after, import: after - before, cpu: (user + system) / 1000 })); process.exit(0);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Start;
}

/** What a function may take of its floor: exit code 1 where one takes more. */
const most = 1.5;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' }, config: { type: 'string', default: 'newsletter.yaml' } } });
const loaded = loadConfig(values.config);
if (loaded.kind === 'problems') throw new Error(loaded.text);
const dir = await mkdtemp(join(tmpdir(), 'dawnpost-start-'));
try {
  const metafiles = await bundle(loaded.config, dir);
  const floors = new Map<string, Floor>();
  const rows = [];
  for (const name of functionNames) {
    const needed = clientsOf(metafiles[name]);
    const floor = floors.get(needed.join()) ?? (await floorOf(needed, dir));
    floors.set(needed.join(), floor);
    rows.push({ name, file: join(dir, name, 'index.mjs'), floor });
  }
  const samples = new Map<string, Start[]>();
  const files = [...rows.map(({ file }) => file), ...[...floors.values()].map(({ file }) => file)];
  // The first round warms the disk cache, and does not count.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const file of files) {
      const sample = await start(file);
      if (round > 0) samples.set(file, [...(samples.get(file) ?? []), sample]);
    }
  }
  const of = (file: string, what: keyof Start): number => median(samples.get(file)!.map((sample) => sample[what]));
  process.stdout.write(`Node ${process.version}, median of ${values.rounds} rounds; kB are those read at the start

| function | clients | kB | floor kB | init ms | floor ms | ratio | CPU ms | floor ms | ratio | import alone ms | floor ms |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`);
  for (const { name, file, floor } of rows) {
    const pair = (what: keyof Start): [number, number] => [of(file, what), of(floor.file, what)];
    const [init, cpu, imported] = [pair('init'), pair('cpu'), pair('import')];
    const shown = ([own, least]: [number, number]): string => `${own.toFixed(0)} | ${least.toFixed(0)}`;
    if (init[0] > most * init[1]) process.exitCode = 1;
    const ratio = ([own, least]: [number, number]): string => (own / least).toFixed(2);
    process.stdout.write(
      `| ${name} | ${floor.clients} | ${(bytesAtStart(metafiles[name]) / 1000).toFixed(0)} | ${(floor.bytes / 1000).toFixed(0)} | ${shown(init)} | ${ratio(init)} | ${shown(cpu)} | ${ratio(cpu)} | ${shown(imported)} |\n`,
    );
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}

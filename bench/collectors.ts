/** The collectors that are measured, each over state of its own in a folder. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parseConfigText } from '../functions/config-file.ts';
import { type Cost, costOf } from './process-cost.ts';

export interface Collector {
  readonly name: string;
  /** How it is set up, for the reader of the figures. */
  readonly about: string;
  /** Makes its configuration in the empty folder `dir`. */
  prepare(dir: string, urls: readonly string[]): Promise<void>;
  /** Passes that it takes until it asks conditionally: 1 where not given. */
  readonly learnsIn?: number;
  /** Fetches every feed once, conditionally where it knows the feed's validators. */
  collect(dir: string, timeout: number): Promise<Cost>;
  /** The items that it holds after a run; undefined where it does not say. */
  held(dir: string, ran: Cost): Promise<number | undefined>;
}

/** A collector, or why it is skipped. */
export type Found = { readonly kind: 'found'; readonly collector: Collector } | { readonly kind: 'missing'; readonly detail: string };

const cli = fileURLToPath(new URL('../cli/dawnpost.js', import.meta.url));

const newsletter = (urls: readonly string[]): string =>
  JSON.stringify({ name: 'Bench', from: 'bench@example.com', postalAddress: '1 Example Road', sections: [{ title: 'All', feeds: urls.map((url) => ({ url })) }] });

/** What our own report says; of the pass of 304s it says nothing of what is held. */
const fresh = (_: string, { stdout }: Cost): Promise<number | undefined> => {
  const { fresh: count, failed } = JSON.parse(stdout) as { fresh: number; failed: number };
  if (failed > 0) return Promise.resolve(count);
  return Promise.resolve(count > 0 ? count : undefined);
};

/** The command as its users start it: TypeScript translated as it is loaded, newsletter.yaml read and checked. */
const dawnpostCommand: Collector = {
  name: 'dawnpost cli',
  about: 'node cli/dawnpost.js collect --all: through tsx, with newsletter.yaml read and checked',
  prepare: (dir, urls) => writeFile(join(dir, 'newsletter.yaml'), newsletter(urls)),
  collect: (dir, timeout) =>
    costOf([process.execPath, cli, 'collect', '--all', '--config', join(dir, 'newsletter.yaml'), '--data', join(dir, 'data'), '--allow-private', '--json'], { timeout }),
  held: fresh,
};

/** The same run from a bundle. `node`: options for Node. */
export async function bundled(scratch: string, node: readonly string[] = []): Promise<Collector> {
  const bundle = join(scratch, 'collect-alone.js');
  // Modules both; the collector looks for the parser's worker beside itself.
  await writeFile(join(scratch, 'package.json'), '{"type":"module"}');
  await build({
    entryPoints: ['collect-alone.ts', '../functions/collect/parse-worker.ts'].map((path) => ({
      in: fileURLToPath(new URL(path, import.meta.url)),
      out: basename(path, '.ts'),
    })),
    outdir: scratch,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  return {
    name: 'dawnpost',
    about: `node ${[...node, 'BUNDLE'].join(' ')}: the same run from an esbuild bundle with its configuration ready, as Lambda has it, but over a folder`,
    async prepare(dir, urls) {
      const loaded = parseConfigText(newsletter(urls), 'bench');
      if (loaded.kind === 'problems') throw new Error(loaded.text);
      await writeFile(join(dir, 'config.json'), JSON.stringify(loaded.config));
    },
    collect: (dir, timeout) => costOf([process.execPath, ...node, bundle, join(dir, 'config.json'), join(dir, 'data')], { timeout }),
    held: fresh,
  };
}

/** As many as we poll at once; of 1, 2, 3, 4 and 8 it was the fastest on two cores, and cost the least CPU. */
const newsboatThreads = 8;

const newsboatCommand = (dir: string, action: string): string[] =>
  ['newsboat', '-q', '-u', join(dir, 'urls'), '-c', join(dir, 'cache.db'), '-C', join(dir, 'config'), '-x', action];

const newsboat: Collector = {
  name: 'newsboat',
  about: `newsboat -x reload, reload-threads ${newsboatThreads}: keeps the HTML as it came; asks conditionally from its third pass on, so its second is not counted`,
  // Its first pass notes validators of feeds that are not in its cache yet: they are lost.
  learnsIn: 2,
  async prepare(dir, urls) {
    await writeFile(join(dir, 'urls'), urls.map((url) => `${url}\n`).join(''));
    await writeFile(join(dir, 'config'), `reload-threads ${newsboatThreads}\ndownload-timeout 30\ncleanup-on-quit no\n`);
  },
  collect: (dir, timeout) => costOf(newsboatCommand(dir, 'reload'), { timeout, env: { HOME: dir } }),
  async held(dir) {
    const { stdout } = await costOf(newsboatCommand(dir, 'print-unread'), { timeout: 600, env: { HOME: dir } });
    return Number(/\d+/.exec(stdout)?.[0]);
  },
};

/**
 * `--no-send` makes every mail and submits none. With `html`, it makes them with
 * the least work; without, as it does unless told otherwise, from HTML to text.
 */
const rss2email = (html: boolean): Collector => ({
  name: html ? 'rss2email' : 'rss2email text',
  about: `r2e run --no-send, ${html ? 'html-mail: sanitises' : 'its defaults: turns HTML to text'}, makes each mail, sends none`,
  async prepare(dir, urls) {
    const feeds = urls.map((url, n) => `[feed.f${n}]\nurl = ${url}\n`).join('');
    await writeFile(join(dir, 'rss2email.cfg'), `[DEFAULT]\nfrom = bench@example.com\nto = bench@example.com\nverbose = error\nhtml-mail = ${html ? 'True' : 'False'}\n${feeds}`);
    await mkdir(join(dir, 'home'));
  },
  collect: (dir, timeout) =>
    costOf(['r2e', '-c', join(dir, 'rss2email.cfg'), '-d', join(dir, 'rss2email.json'), 'run', '--no-send'], { timeout, env: { HOME: join(dir, 'home') } }),
  async held(dir) {
    const file = join(dir, 'rss2email.json');
    if (!existsSync(file)) return undefined;
    const { feeds } = JSON.parse(await readFile(file, 'utf8')) as { feeds: { seen: object }[] };
    return feeds.reduce((sum, { seen }) => sum + Object.keys(seen).length, 0);
  },
});

const installed = (command: string): boolean => (process.env['PATH'] ?? '').split(':').some((dir) => existsSync(join(dir, command)));

export async function findCollectors(scratch: string): Promise<Found[]> {
  const peer = (collector: Collector, command: string): Found =>
    installed(command) ? { kind: 'found', collector } : { kind: 'missing', detail: `${collector.name} is skipped: no ${command} on the PATH (apt-get install ${collector.name.split(' ')[0]})` };
  return [
    { kind: 'found', collector: await bundled(scratch) },
    { kind: 'found', collector: dawnpostCommand },
    peer(newsboat, 'newsboat'),
    peer(rss2email(true), 'r2e'),
    peer(rss2email(false), 'r2e'),
  ];
}

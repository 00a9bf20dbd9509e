/** The functions' code: one ES module each, and one for each thread, by esbuild. `npm run bundle [FILE]` makes it for a look; synth makes it for itself. */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { loadConfig } from '../functions/config-file.ts';
import type { Config } from '../functions/config.ts';
import { compileLetters, compileTemplates } from '../functions/digest/compile.ts';
import { lean } from './lean.ts';

/** Every Lambda: a folder of functions/ with a handler.ts. */
export const functionNames = ['collect', 'digest', 'deliver', 'subscribe', 'feedback', 'watch'] as const;
export type FunctionName = (typeof functionNames)[number];

/** Modules that a function runs in a thread of their own, beside its handler. */
const threads: Partial<Record<FunctionName, { in: string; out: string }[]>> = {
  collect: [{ in: 'functions/collect/parse-worker.ts', out: 'parse-worker' }],
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What CommonJS packages expect of Node and an ES module does not have. */
const banner = "import { createRequire as dawnpostRequire } from 'node:module'; const require = dawnpostRequire(import.meta.url);";

/**
 * How code for a function is bundled. The AWS SDK goes in too: what is tested
 * is what runs, whatever version of it Lambda's runtime has. No source map: it
 * would be three times the code, read at every cold start; names are kept
 * instead, so that stack traces tell.
 */
export const bundling = {
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // What is imported only where it is needed (the SDK's ways to credentials that Lambda does not use, rare pages) is not read at the start.
  splitting: true,
  chunkNames: '[hash]',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // ES modules of a package before CommonJS ones: only those can be cut down to what is used.
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  legalComments: 'none',
  charset: 'utf8',
  banner: { js: banner },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles all functions into `<outdir>/<function>/index.mjs`, and says what is
 * in them. The same sources and configuration give the same bytes, wherever the
 * checkout is, so an unchanged function keeps its asset hash and is not
 * deployed again.
 *
 * Rejects with esbuild's or the template compiler's error.
 */
export async function bundle(config: Config, outdir: string): Promise<Record<FunctionName, Metafile>> {
  const from = join(root, 'templates');
  const [templates, letters] = await Promise.all([compileTemplates(from, config.look.palettes), compileLetters(from, config.look.palettes)]);
  const made = await Promise.all(
    functionNames.map(async (name) => {
      const dir = join(outdir, name);
      await rm(dir, { recursive: true, force: true });
      await mkdir(dir, { recursive: true });
      const { metafile } = await esbuild({
        ...bundling,
        entryPoints: [{ in: `functions/${name}/handler.ts`, out: 'index' }, ...(threads[name] ?? [])],
        outdir: dir,
        plugins: [lean, virtualModules({ config: `export default ${JSON.stringify(config)};`, templates, letters })],
      });
      return [name, metafile] as const;
    }),
  );
  return Object.fromEntries(made) as Record<FunctionName, Metafile>;
}

/** Serves `dawnpost:<name>` from the sources given. */
function virtualModules(sources: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'dawnpost',
    setup(build) {
      build.onResolve({ filter: /^dawnpost:/ }, ({ path }) => ({ path: path.slice('dawnpost:'.length), namespace: 'dawnpost' }));
      // resolveDir: where the templates' own imports are looked up from.
      build.onLoad({ filter: /.*/, namespace: 'dawnpost' }, ({ path }) => ({ contents: sources[path]!, loader: 'js', resolveDir: root }));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const loaded = loadConfig(process.argv[2] ?? 'newsletter.yaml');
  if (loaded.kind === 'config') await bundle(loaded.config, join(root, 'build', 'functions'));
  else {
    process.stderr.write(`${loaded.text}\n`);
    process.exitCode = 1;
  }
}

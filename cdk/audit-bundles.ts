/**
 * Whether any advisory names a package that is in a function's bundle: what runs
 * on AWS, and not what only builds or tests it. `npm run audit:bundles`; further
 * arguments go to `npm audit`. Exit code 0 for none, 1 for some or where the
 * audit failed, 2 where newsletter.yaml is wrong, 3 where the registry offers no
 * audit.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '../functions/config-file.ts';
import { findings, readAudit } from './advisories.ts';
import { bundle, bundling, functionNames } from './bundle.ts';
import { packagesIn } from './contents.ts';

const root = bundling.absWorkingDir;

/** npm exits with a code of its own where it finds something; what it printed says all. */
const npmAudit = (): Promise<string> =>
  promisify(execFile)('npm', ['audit', '--json', ...process.argv.slice(2)], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
    .catch((error: { stdout?: string; message: string }) => ({ stdout: error.stdout || error.message }))
    .then(({ stdout }) => stdout);

async function run(): Promise<number> {
  const loaded = loadConfig(join(root, 'newsletter.yaml'));
  if (loaded.kind === 'problems') {
    console.error(loaded.text);
    return 2;
  }
  const outdir = await mkdtemp(join(tmpdir(), 'dawnpost-audit-'));
  const metafiles = await bundle(loaded.config, outdir).finally(() => rm(outdir, { recursive: true, force: true }));
  const carried = new Map(functionNames.flatMap((name) => packagesIn(metafiles[name], root)).map((one) => [one.node, one]));
  const packages = [...carried.values()];
  for (const { name, version, node } of packages) {
    const within = functionNames.filter((one) => packagesIn(metafiles[one], root).some((other) => other.node === node));
    console.log(`${name} ${version}: ${within.join(', ')}`);
  }
  const audit = readAudit(await npmAudit());
  if (audit.kind === 'not-offered') {
    console.log(`\nThe bundles are not audited: the registry offers no audit (${audit.detail}). Try another: npm run audit:bundles -- --registry URL`);
    return 3;
  }
  if (audit.kind === 'failed') {
    console.error(`\nThe audit failed: ${audit.detail}`);
    return 1;
  }
  const found = findings(audit.report, packages);
  console.log(found.length === 0 ? `\nNo advisory names any of these ${packages.length} packages.` : `\nAdvisories name ${found.length} of these ${packages.length} packages:\n${found.join('\n')}`);
  return found.length === 0 ? 0 : 1;
}

process.exitCode = await run();

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findings, readAudit } from '../../cdk/advisories.ts';
import type { Carried } from '../../cdk/contents.ts';
import { type Answer, loopback } from '../aws/loopback.ts';

const root = join(import.meta.dirname, '../..');
const cache = await mkdtemp(join(tmpdir(), 'dawnpost-audit-test-'));
afterAll(() => rm(cache, { recursive: true, force: true }));

const json = (body: unknown): Answer => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A registry that knows the packages installed here, and has `bulk` to say where npm asks for advisories (as `POST /-/npm/v1/security/advisories/bulk`). */
const registry = (bulk: Answer) =>
  loopback(({ method, url }) => {
    if (method === 'POST') return url === '/-/npm/v1/security/advisories/bulk' ? bulk : { status: 404 };
    const name = decodeURIComponent(url.slice(1));
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
    return json({ name, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: manifest } });
  });

const advisory = (id: number, title: string, severity: string) => ({ id, title, severity, url: `https://advisories.example.com/${id}`, vulnerable_versions: '>=0', cwe: [], cvss: { score: 0, vectorString: null } });

const env = { ...process.env, npm_config_cache: cache, npm_config_fetch_retries: '0', npm_config_update_notifier: 'false' };

async function run(program: string, args: readonly string[], bulk: Answer): Promise<{ code: number; stdout: string }> {
  const { url, stop } = await registry(bulk);
  try {
    return await new Promise((resolve) => {
      execFile(program, [...args, '--registry', url], { cwd: root, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => resolve({ code: error ? Number(error.code) : 0, stdout }));
    });
  } finally {
    await stop();
  }
}

describe('the audit of the bundles', { timeout: 240_000 }, () => {
  it('fails for an advisory on a package that is in one, however low, and says which', async () => {
    const { code, stdout } = await run(process.execPath, ['--import', 'tsx', 'cdk/audit-bundles.ts'], json({ undici: [advisory(1, 'Slow parser', 'low')] }));
    expect(stdout).toMatch(/^undici [\d.]+: collect$/m);
    expect(stdout).toMatch(/Advisories name 1 of these \d+ packages:\nundici [\d.]+: low: Slow parser \(https:\/\/advisories\.example\.com\/1\)/);
    expect(code).toBe(1);
  });

  it('says so where the registry offers no audit, with an exit code of its own', async () => {
    const { code, stdout } = await run(process.execPath, ['--import', 'tsx', 'cdk/audit-bundles.ts'], { status: 405 });
    expect(stdout).toContain('The bundles are not audited: the registry offers no audit (405 Method Not Allowed)');
    expect(code).toBe(3);
  });
});

describe('what npm audit prints', () => {
  const audited = async (bulk: Answer) => readAudit((await run('npm', ['audit', '--json'], bulk)).stdout);
  const installed = (name: string): Carried => ({ name, version: '1.0.0', node: `node_modules/${name}` });

  it('names packages by where they are', async () => {
    const audit = await audited(json({ esbuild: [advisory(2, 'Reads files', 'critical')], xml2js: [advisory(3, 'Pollutes', 'moderate')] }));
    if (audit.kind !== 'report') throw new Error(audit.detail);
    expect(findings(audit.report, [installed('xml2js'), installed('undici'), { ...installed('esbuild'), node: 'node_modules/x/node_modules/esbuild' }])).toEqual([
      'xml2js 1.0.0: moderate: Pollutes (https://advisories.example.com/3)',
    ]);
    // Which is vulnerable by the one that it needs.
    expect(findings(audit.report, [installed('rss-parser')])).toEqual(['rss-parser 1.0.0: moderate: by xml2js']);
  });

  it('is told from a registry that fails, and from none', async () => {
    expect(await audited({ status: 503 })).toMatchObject({ kind: 'failed' });
    expect(await audited('cut')).toMatchObject({ kind: 'failed' });
    expect(await audited({ status: 404 })).toMatchObject({ kind: 'not-offered' });
    expect(readAudit('npm: not found')).toMatchObject({ kind: 'failed' });
  });
});

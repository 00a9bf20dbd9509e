import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'dawnpost-app-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('a newsletter.yaml with faults fails synth, and says where each is', { timeout: 60_000 }, () => {
  const file = join(dir, 'faulty.yaml');
  writeFileSync(file, 'name: Brief\nfrom: nobody\npostalAdress: typo\nsections: []\n');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'cdk/app.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ config: file }), CDK_OUTDIR: join(dir, 'out') },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain(`${file}:2:1: from`);
  expect(stderr).toContain('postalAdress');
  expect(stderr).not.toMatch(/\n\s+at /);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GetSendQuotaCommand, SESClient, VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../cdk/bundle.ts';
import { startEmulator, testCredentials, testRegion } from '../aws/emulator.ts';
import { config } from '../fixtures.ts';
import { Lane } from './lane.ts';
import { drawRound, type Variant, variants } from './plan.ts';
import { playRound } from './round.ts';

const rounds = Number(process.env['DAWNPOST_FAULT_ROUNDS'] ?? 300);
const first = Number(process.env['DAWNPOST_FAULT_FIRST'] ?? 0);
const seed = process.env['DAWNPOST_FAULT_SEED'] ?? crypto.randomUUID().slice(0, 8);
const lanes = 2;

const started = await startEmulator();
describe('delivery under faults', { timeout: 600_000 + rounds * 10_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  const ses = new SESClient({ endpoint: emulator.url, region: testRegion, credentials: testCredentials });
  const open: Lane[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dawnpost-faults-'));
    const script = join(folder, 'worker.mjs');
    await build({ entryPoints: [join(import.meta.dirname, 'worker.ts')], outfile: script, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' });
    const names = Object.keys(variants) as Variant[];
    for (const name of names) await bundle({ ...config, deliver: { ...config.deliver, ...variants[name] } }, join(folder, name));
    const codeOf = (name: Variant) => pathToFileURL(join(folder, name, 'deliver', 'index.mjs')).href;
    const codes = { plain: codeOf('plain'), canary: codeOf('canary'), skip: codeOf('skip') };
    await ses.send(new VerifyDomainIdentityCommand({ Domain: 'example.com' }));
    for (let n = 0; n < lanes; n++) open.push(await Lane.open({ target: emulator.url, name: `faults-${n}`, script, codes }));
  }, 300_000);
  afterAll(async () => {
    for (const lane of open) await lane.stop();
    ses.destroy();
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it(`misses nobody, and repeats no more than was in flight, in ${rounds} rounds`, async () => {
    const counts = new Map<string, number>();
    const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);
    const failures: string[] = [];
    let mostAfterKill = 0;
    let next = first;
    const runLane = async (lane: Lane): Promise<void> => {
      while (next < first + rounds && failures.length < 5) {
        const plan = drawRound(seed, next++);
        const played = await playRound(lane, plan, count).catch((error: unknown) => {
          failures.push(`round ${plan.number} of seed ${seed} (${plan.variant}): ${String(error)}`);
        });
        // What it has left would get into the way of other rounds.
        if (!played) return void (next = Infinity);
        const { verdict, witness } = played;
        const { problems, mostAfterKill: most, ...figures } = verdict;
        for (const [what, figure] of Object.entries(figures)) count(what, figure);
        count('rounds');
        count('calls', witness.invocations.length);
        mostAfterKill = Math.max(mostAfterKill, most);
        if (problems.length > 0) failures.push(`round ${plan.number} of seed ${seed} (${plan.variant}):\n${problems.join('\n')}\n${witness.trace.join('\n')}`);
      }
    };
    const begun = Date.now();
    await Promise.all(open.map(runLane));
    count('processes', open.flatMap(({ pools }) => Object.values(pools)).reduce((sum, pool) => sum + pool.started, 0));
    counts.set('most repeats after one kill', mostAfterKill);
    console.log(`seed ${seed}, ${Math.round((Date.now() - begun) / 1000)} s\n${[...counts].toSorted().map(([what, figure]) => `${what}: ${figure}`).join('\n')}`);

    expect(failures.join('\n\n')).toBe('');
    expect(counts.get('missed')).toBe(0);
    expect(mostAfterKill).toBeLessThanOrEqual(variants.plain.window);
    // The emulator has seen the mails that were counted, and no others; it counts each by the envelope and by its header.
    expect((await ses.send(new GetSendQuotaCommand({}))).SentLast24Hours).toBe(2 * counts.get('mails')!);
  });
});

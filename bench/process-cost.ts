/** What a process and all that it starts and waits for costs, by GNU time. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Cost {
  readonly wallMs: number;
  /** User and system time. */
  readonly cpuMs: number;
  /** Of the largest process. */
  readonly peakMb: number;
  readonly code: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CostOptions {
  /** Seconds after which it is ended. */
  readonly timeout: number;
  readonly env?: Readonly<Record<string, string>>;
}

const time = '/usr/bin/time';

export async function costOf(command: readonly string[], { timeout, env }: CostOptions): Promise<Cost> {
  if (!existsSync(time)) throw new Error(`${time} is needed to measure: apt-get install time`);
  const dir = await mkdtemp(join(tmpdir(), 'dawnpost-cost-'));
  const file = join(dir, 'time');
  const start = performance.now();
  const child = spawn(time, ['-o', file, '-f', '%U %S %M', 'timeout', '-k', '5', String(timeout), ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const out: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  child.stdout.on('data', (chunk: Buffer) => out.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => out.stderr.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const wallMs = performance.now() - start;
  // A line about the exit code may stand before.
  const [user = 0, system = 0, kilobytes = 0] = (await readFile(file, 'utf8')).trim().split('\n').at(-1)!.split(' ').map(Number);
  await rm(dir, { recursive: true });
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
  return {
    wallMs, cpuMs: (user + system) * 1000, peakMb: kilobytes / 1024, code, timedOut: code === 124 || code === 137,
    stdout: text(out.stdout), stderr: text(out.stderr),
  };
}

import { Command } from 'commander';
import { vi } from 'vitest';
import { feedsCommands } from '../../cli/commands/feeds.ts';
import { explain } from '../../cli/failure.ts';
import type { Ended } from './process.ts';

/** Runs `dawnpost feeds …` within this process: a process of its own takes seconds to start. */
export async function feeds(file: string, ...args: string[]): Promise<Ended> {
  let [code, stdout, stderr] = [0, '', ''];
  const taking = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text)))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text)))),
  ];
  const program = new Command().option('--config <file>').option('--allow-private', '', false).option('--json', '', false).exitOverride();
  feedsCommands(program, (given) => (code = given));
  try {
    await program.parseAsync(['node', 'dawnpost', '--config', file, 'feeds', ...args]);
  } catch (error) {
    code = explain(error);
  } finally {
    taking.forEach((spy) => spy.mockRestore());
  }
  return { code, stdout, stderr };
}

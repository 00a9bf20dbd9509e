import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import { feedsCommands } from '../../cli/commands/feeds.ts';
import { subscribersCommands } from '../../cli/commands/subscribers.ts';
import { explain } from '../../cli/failure.ts';
import type { Ended } from './process.ts';

/** Runs `dawnpost feeds …` within this process: a process of its own takes seconds to start. */
export const feeds = (file: string, ...args: string[]): Promise<Ended> => inProcess(feedsCommands, '--config', file, 'feeds', ...args);

/** Runs `dawnpost subscribers …` on a folder within this process. */
export const subscribers = (dir: string, ...args: string[]): Promise<Ended> => inProcess(subscribersCommands, '--data', dir, 'subscribers', ...args);

async function inProcess(register: (program: Command, exit: (code: number) => void) => void, ...args: string[]): Promise<Ended> {
  let [code, stdout, stderr] = [0, '', ''];
  const taking = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text)))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text)))),
  ];
  const program = new Command()
    .option('--config <file>')
    .option('--data <dir>')
    .option('--now <iso>', '', (text) => new Date(text))
    .option('--allow-private', '', false)
    .option('--json', '', false)
    .exitOverride();
  register(program, (given) => (code = given));
  try {
    await program.parseAsync(['node', 'dawnpost', ...args]);
  } catch (error) {
    code = error instanceof CommanderError ? 2 : explain(error);
  } finally {
    taking.forEach((spy) => spy.mockRestore());
  }
  return { code, stdout, stderr };
}

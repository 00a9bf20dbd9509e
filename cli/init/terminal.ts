/** The questions at a terminal. They are written to stderr: stdout is for the report. */

export interface Terminal {
  /** Asks until `check` has nothing to say. The answer may be empty. */
  text(message: string, options: { readonly fallback?: string; readonly check: (answer: string) => string | undefined | Promise<string | undefined> }): Promise<string>;
  confirm(message: string, fallback: boolean): Promise<boolean>;
  say(line: string): void;
}

/** Ctrl-C, or the end of the input. */
export class Interrupted extends Error {}

/** Whether somebody can be asked. */
export const isWatched = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

export async function openTerminal(): Promise<Terminal> {
  // Here alone: other commands need not wait for it.
  const { confirm, input } = await import('@inquirer/prompts');
  const ended = new AbortController();
  // After Ctrl-D nothing is left to wait for: the question ends before the process does.
  process.once('beforeExit', () => ended.abort());
  const context = { output: process.stderr, signal: ended.signal };
  const answerOf = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      const { name } = error as Error;
      throw name === 'ExitPromptError' || name === 'AbortPromptError' ? new Interrupted() : error;
    }
  };
  return {
    text: (message, { fallback, check }) => answerOf(input({
      message: `${message}:`,
      ...(fallback !== undefined && { default: fallback }),
      validate: async (answer) => (await check(answer)) ?? true,
    }, context)),
    confirm: (message, fallback) => answerOf(confirm({ message, default: fallback }, context)),
    say: (line) => void process.stderr.write(`${line}\n`),
  };
}

import { randomUUID } from 'node:crypto';
import { loadConfig } from '../functions/config-file.ts';
import type { Config } from '../functions/config.ts';
import { OperatorError } from './failure.ts';
import { type LocalStack, localStack } from './local/stack.ts';
import { type Output, output } from './output.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly data: string;
  readonly now?: Date;
  readonly allowPrivate: boolean;
  readonly json: boolean;
}

/** What a command works with. */
export interface Context {
  readonly options: GlobalOptions;
  readonly stack: LocalStack;
  readonly out: Output;
  /** Where the pages are served: what the links of a mail lead to. */
  readonly baseUrl: (config: Config) => string;
}

export async function makeContext(options: GlobalOptions): Promise<Context> {
  const out = output(options.json);
  const stack = await localStack(options.data, options.now ? { now: options.now } : {}).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`${options.data} can't be written (${error.code ?? error.message}); name another folder with --data DIR`);
  });
  // Nothing serves the pages of a folder by itself: the demo does, at an address of its own.
  return { options, stack, out, baseUrl: (config) => config.url ?? 'http://localhost:8080' };
}

/** The checked newsletter.yaml, or an OperatorError with every problem of it. */
export function configOf({ options }: Context): Config {
  const loaded = loadConfig(options.config);
  if (loaded.kind === 'problems') throw new OperatorError(loaded.text, 2);
  return loaded.config;
}

/** A nonce for one write. */
export const nonce = (): string => randomUUID();

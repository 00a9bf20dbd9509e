import { randomUUID } from 'node:crypto';
import { loadConfig } from '../functions/config-file.ts';
import type { Config } from '../functions/config.ts';
import { bucketOf, bucketStack } from './bucket.ts';
import { deployedStack } from './deployed.ts';
import { OperatorError } from './failure.ts';
import { type LocalStack, localStack } from './local/stack.ts';
import { type Output, output } from './output.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly data: string;
  readonly stack?: string;
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

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'a file is in its place',
  ENOENT: 'the system makes no folder there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in its path',
  EPERM: 'not permitted',
  EROFS: 'it is read-only',
};

export async function makeContext(options: GlobalOptions): Promise<Context> {
  const out = output(options.json);
  const at = options.now ? { now: options.now } : {};
  const bucket = bucketOf(options.data);
  if (options.stack !== undefined) {
    const stack = await deployedStack(options.stack, at);
    return { options, stack, out, baseUrl: (config) => config.url ?? stack.pages };
  }
  const stack = bucket !== undefined ? await bucketStack(bucket, at) : await localStack(options.data, at).catch((error: NodeJS.ErrnoException) => {
    const why = reasons[error.code ?? ''] ?? error.message;
    throw new OperatorError(`${options.data} can't be written: ${why}; name another folder with --data DIR`);
  });
  // Nothing serves the pages of a folder by itself: the demo does, at an address of its own.
  return { options, stack, out, baseUrl: (config) => config.url ?? 'http://localhost:8080' };
}

/** The checked newsletter.yaml, or an OperatorError with every problem of it. */
export function configOf({ options }: Pick<Context, 'options'>): Config {
  const loaded = loadConfig(options.config);
  if (loaded.kind === 'problems') throw new OperatorError(loaded.text, 2);
  return loaded.config;
}

/** A nonce for one write. */
export const nonce = (): string => randomUUID();

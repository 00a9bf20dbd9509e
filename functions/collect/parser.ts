/** Parses documents in a thread of its own, so that a hostile one is bounded in time and memory and costs the others nothing. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FailureReason } from '../model/feed.ts';
import type { FeedDocument, NotAFeed, ParsedFeed } from './parse.ts';

export type Parsed = ParsedFeed | NotAFeed | ParseFailure;

export interface ParseFailure {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  /** One line for the operator. */
  readonly detail: string;
}

/** Never rejects for what a document holds. */
export type Parse = (document: FeedDocument) => Promise<Parsed>;

export interface ParserOptions {
  /** The module of `parse-worker`. */
  readonly script: URL;
  /** Of one document, from its first byte to its last item. Default 15,000. */
  readonly timeoutMs?: number;
  /** The heap of the thread, at most. Default 160. */
  readonly heapMegabytes?: number;
}

export interface Parser {
  readonly parse: Parse;
  /** Ends the thread; a process that does not call it does not end by itself. */
  close(): Promise<void>;
}

/** What the thread says. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'parsed'; readonly parsed: ParsedFeed | NotAFeed }
  | { readonly kind: 'threw'; readonly message: string };

/**
 * One thread, started with the first document and anew after each that had to
 * be stopped; documents wait for their turn. (Of pools on npm, workerpool hangs
 * after a thread that ran out of memory; tinypool and piscina need files of
 * their own beside the bundle.)
 */
export function makeParser({ script, timeoutMs = 15_000, heapMegabytes = 160 }: ParserOptions): Parser {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function started(): Promise<Worker> {
    if (worker) return worker;
    // No options of the process's: what is loaded before it is not for the thread.
    const made = new Worker(script, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    // A thread that is being stopped may still complain; nobody listens by then.
    made.on('error', () => {});
    await next(made);
    // Nothing more would come of one that ends while it has nothing to do.
    made.once('exit', () => {
      if (worker === made) worker = undefined;
    });
    return (worker = made);
  }

  async function run({ body, contentType, url }: FeedDocument): Promise<Parsed> {
    const thread = await started();
    try {
      thread.postMessage({ body, contentType, url });
      const message = await next(thread, timeoutMs);
      if (message.kind === 'parsed') return message.parsed;
      return failed('internal', `reading it failed: ${message.kind === 'threw' ? oneLine(message.message) : message.kind}`);
    } catch (error) {
      worker = undefined;
      await thread.terminate();
      const { name, code } = error as NodeJS.ErrnoException;
      if (name === 'TimeoutError') return failed('too-slow-to-parse', `it could not be read within ${timeoutMs / 1000} seconds: ${why}`);
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') return failed('too-much-memory', `it could not be read within ${heapMegabytes} MB of memory: ${why}`);
      throw error;
    }
  }

  return {
    parse(document) {
      const parsed = last.then(() => run(document)).catch((error: unknown) => failed('internal', `reading it failed: ${oneLine(String(error))}`));
      last = parsed;
      return parsed;
    },
    async close() {
      await last;
      await worker?.terminate();
      worker = undefined;
    },
  };
}

/** What the thread says next. Rejects with its error where it ends instead, and with a TimeoutError. */
async function next(thread: Worker, timeoutMs?: number): Promise<FromWorker> {
  const settled = new AbortController();
  const { signal } = settled;
  // A timer that is held: Node 20 may collect a signal of AbortSignal.timeout that only AbortSignal.any knows.
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => settled.abort(new DOMException('too slow', 'TimeoutError')), timeoutMs);
  const ended = once(thread, 'exit', { signal }).then(([code]) => {
    throw new Error(`the thread ended with code ${code}`);
  });
  try {
    const [message] = (await Promise.race([once(thread, 'message', { signal }), ended])) as [FromWorker];
    return message;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    settled.abort();
  }
}

const why = 'it is broken, or made to stop readers';

const failed = (reason: FailureReason, detail: string): ParseFailure => ({ kind: 'failed', reason, detail });

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

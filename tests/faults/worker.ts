/**
 * A function as Lambda holds it, in a process of its own and run by plain node:
 * loads the bundle once and calls its handler for each event that it is told.
 *
 * Days of a delivery pass in milliseconds. The clock is the one of the test,
 * told with each event, and waits are cut short.
 */
import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';

/** What the process is told. */
export interface Call {
  readonly event: unknown;
  readonly awsRequestId: string;
  /** The test's time less the machine's. */
  readonly offset: number;
  readonly remainingMs: number;
}

/** What it says: first that it is loaded, then what became of each call. */
export type Said =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'returned'; readonly value: unknown; readonly log: string }
  | { readonly kind: 'threw'; readonly error: string; readonly log: string };

type Handler = (event: unknown, context: { awsRequestId: string; getRemainingTimeInMillis(): number }) => Promise<unknown>;

const longestMs = 3;
let offset = 0;

const RealDate = Date;
class ShiftedDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [ShiftedDate.now()] : given) as [number]));
  }
  static override now(): number {
    return RealDate.now() + offset;
  }
}
globalThis.Date = ShiftedDate as DateConstructor;

const wait = promises.setTimeout;
Object.assign(promises, { setTimeout: (ms: number) => wait(Math.min(ms, longestMs)) });
syncBuiltinESMExports();

// The SDK waits before it tries again; by timers of whole seconds it watches over its connections,
// and on a slow machine none is to be given up that the test knows to be good.
const timer = setTimeout;
const shortTimer = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => timer(run, ms % 1000 === 0 ? 20 * ms : Math.min(ms, longestMs), ...given);
globalThis.setTimeout = Object.assign(shortTimer, timer);

let lines = '';
process.stdout.write = (text: unknown) => {
  lines += String(text);
  return true;
};

const { handler } = (await import(process.argv[2]!)) as { handler: Handler };
process.on('disconnect', () => process.exit());
process.on('message', (call: Call) => void answer(call));
say({ kind: 'loaded' });

async function answer(call: Call): Promise<void> {
  offset = call.offset;
  lines = '';
  const end = Date.now() + call.remainingMs;
  try {
    const value = await handler(call.event, { awsRequestId: call.awsRequestId, getRemainingTimeInMillis: () => end - Date.now() });
    say({ kind: 'returned', value, log: lines });
  } catch (error) {
    say({ kind: 'threw', error: error instanceof Error ? String(error.stack) : String(error), log: lines });
  }
}

function say(said: Said): void {
  process.send?.(said);
}

import type { Mail, Mailer } from '../ports.ts';
import type { Entry } from './ledger.ts';
import { type Sleep, throttleWait } from './pace.ts';

/** Throttled answers to one message before the run gives up for now. */
const patience = 6;

/** What a window of submissions needs. */
export interface Submitting {
  readonly mailer: Mailer;
  /** Waits for the next place in the account's rate. */
  readonly turn: () => Promise<void>;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly clock: () => Date;
  /** No message may start after it: the lease or the function's time is about to end. */
  readonly until: Date;
}

/** The result for every id of the window, and why to stop for now, if there is a reason. */
export interface Submitted {
  readonly results: ReadonlyMap<string, Entry>;
  readonly stop?: { readonly kind: 'halted' | 'time'; readonly reason: string };
}

/** One recipient of a window, and the message or why there is none. */
export type Outgoing =
  | { readonly id: string; readonly kind: 'mail'; readonly mail: Mail }
  | { readonly id: string; readonly kind: 'left' }
  | { readonly id: string; readonly kind: 'unfit'; readonly reason: string };

/**
 * Submits a window, all of it in flight at once but each message in its turn.
 * A message that was certainly not accepted goes back to `planned`.
 */
export async function submitWindow(window: readonly Outgoing[], world: Submitting): Promise<Submitted> {
  const results = new Map<string, Entry>();
  let stop: Submitted['stop'];
  const submit = async (mail: Mail): Promise<Entry> => {
    for (let attempt = 0; attempt < patience; attempt++) {
      await world.turn();
      const now = world.clock();
      if (now >= world.until) stop ??= { kind: 'time', reason: 'out of time' };
      if (stop) return { state: 'planned' };
      const answer = await attemptOnce(world.mailer, mail);
      const at = world.clock().toISOString();
      switch (answer.kind) {
        case 'submitted':
          return { state: 'submitted', messageId: answer.messageId, at };
        case 'rejected':
          return { state: 'rejected', reason: answer.reason, at };
        case 'uncertain':
          return { state: 'uncertain', reason: answer.reason };
        case 'halted':
          stop ??= { kind: 'halted', reason: answer.reason };
          return { state: 'planned' };
        case 'throttled':
          await world.sleep(throttleWait(attempt, world.random()));
      }
    }
    stop ??= { kind: 'halted', reason: 'throttled again and again' };
    return { state: 'planned' };
  };
  await Promise.all(
    window.map(async (outgoing) => {
      if (outgoing.kind === 'mail') results.set(outgoing.id, await submit(outgoing.mail));
      else if (outgoing.kind === 'left') results.set(outgoing.id, { state: 'left' });
      else results.set(outgoing.id, { state: 'rejected', reason: outgoing.reason, at: world.clock().toISOString() });
    }),
  );
  return { results, ...(stop && { stop }) };
}

/** An exception says nothing of whether the message was accepted, and must not cost the window the results of the others. */
async function attemptOnce(mailer: Mailer, mail: Mail): ReturnType<Mailer['send']> {
  try {
    return await mailer.send(mail);
  } catch (error) {
    return { kind: 'uncertain', reason: String(error) };
  }
}

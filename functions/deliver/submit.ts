import type { Mail, Mailer } from '../ports.ts';
import type { Result } from './ledger.ts';
import { type Pacer, type Sleep, throttleWait } from './pace.ts';

/** Throttled answers to one message before the run gives up for now. */
const patience = 6;

/** What a window of submissions needs. */
export interface Submitting {
  readonly mailer: Pick<Mailer, 'send'>;
  /** Keeps to the account's rate. */
  readonly pacer: Pacer;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly clock: () => Date;
  /** No message may start after it: the lease or the function's time is about to end. */
  readonly until: Date;
}

/** Why a run stops: it is out of time, it is no use to go on now, or too much is rejected. Named as the outcome that it leads to. */
export interface Stop {
  readonly kind: 'continued' | 'throttled' | 'halted' | 'braked';
  readonly reason: string;
}

/** The result for every id of the window, and why to stop for now, if there is a reason. */
export interface Submitted {
  readonly results: ReadonlyMap<string, Result>;
  readonly stop?: Stop;
}

/** One recipient of a window, and the message or why there is none. */
export type Outgoing =
  | { readonly id: string; readonly kind: 'mail'; readonly mail: Mail }
  | { readonly id: string; readonly kind: 'left' }
  | { readonly id: string; readonly kind: 'unfit'; readonly reason: string };

/** Submits a window, all of it in flight at once but each message in its turn. */
export async function submitWindow(window: readonly Outgoing[], world: Submitting): Promise<Submitted> {
  const results = new Map<string, Result>();
  let stop: Stop | undefined;
  const submit = async (mail: Mail): Promise<Result> => {
    for (let attempt = 0; attempt < patience; attempt++) {
      const inTime = (await world.pacer.turn(world.until)) && world.clock() < world.until;
      if (!inTime) stop ??= { kind: 'continued', reason: 'out of time' };
      // Who has a turn in time takes it, though another's turn would have come too late.
      if (!inTime || (stop && stop.kind !== 'continued')) return { state: 'unsent' };
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
          return { state: 'unsent' };
        case 'throttled':
          world.pacer.slower();
          await world.sleep(throttleWait(attempt, world.random()));
      }
    }
    stop ??= { kind: 'throttled', reason: 'throttled again and again' };
    return { state: 'unsent' };
  };
  await Promise.all(
    window.map(async (outgoing) => {
      if (outgoing.kind === 'mail') results.set(outgoing.id, await submit(outgoing.mail));
      else if (outgoing.kind === 'left') results.set(outgoing.id, { state: 'left' });
      else results.set(outgoing.id, { state: 'rejected', reason: outgoing.reason, at: world.clock().toISOString() });
    }),
  );
  if (silent(results)) stop ??= { kind: 'halted', reason: 'SES gives no answers' };
  return { results, ...(stop && { stop }) };
}

/** No answer to any of several: the next window would fare no better, and each may go out twice. */
function silent(results: ReadonlyMap<string, Result>): boolean {
  return results.size >= 3 && [...results.values()].every(({ state }) => state === 'uncertain');
}

/** An exception says nothing of whether the message was accepted, and must not cost the window the results of the others. */
async function attemptOnce(mailer: Pick<Mailer, 'send'>, mail: Mail): ReturnType<Mailer['send']> {
  try {
    return await mailer.send(mail);
  } catch (error) {
    return { kind: 'uncertain', reason: String(error) };
  }
}

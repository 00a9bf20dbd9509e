/** The brake of an issue's delivery: where SES refuses too many, nothing more goes out until the operator says so. */
import { brakeKey } from '../keys.ts';
import { read, update } from '../objects.ts';
import type { Store } from '../ports.ts';

/** Stored at `deliveries/<date>/brake.json`. */
export interface Brake {
  readonly version: 1;
  readonly nonce: string;
  readonly state: 'on' | 'off';
  readonly reason: string;
  /** ISO time of the last change. */
  readonly at: string;
}

/** Refusals that one worker sees before it asks whether they are too many. */
const enough = 10;

/**
 * Whether refusals are too many to go on: a fifth of the answers. A list's few
 * bad addresses are fewer; a fault of the message or the account is all of
 * them, and every refusal strikes a reader off this issue.
 */
export const tooManyRejected = (answers: { readonly submitted: number; readonly rejected: number }): boolean =>
  answers.rejected >= enough && answers.rejected * 5 >= answers.submitted + answers.rejected;

/** The brake, if it is on. */
export async function brakeOf(store: Store, date: string): Promise<Brake | undefined> {
  const brake = await read<Brake>(store, brakeKey(date));
  return brake?.state === 'on' ? brake : undefined;
}

/** Puts the brake on; the first reason stays. */
export async function brake(store: Store, date: string, reason: string, at: Date, nonce: string): Promise<void> {
  await update<Brake>(store, brakeKey(date), (now) => (now?.state === 'on' ? undefined : { version: 1, nonce, state: 'on', reason, at: at.toISOString() }));
}

/** Takes the brake off, if it is on. */
export async function releaseBrake(store: Store, date: string, at: Date, nonce: string): Promise<void> {
  await update<Brake>(store, brakeKey(date), (now) => (now?.state === 'on' ? { ...now, nonce, state: 'off', at: at.toISOString() } : undefined));
}

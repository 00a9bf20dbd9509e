/** Why the delivery of an issue stands still: SES refuses too many, or the day's quota has no room. */
import { brakeKey } from '../keys.ts';
import { read, update } from '../objects.ts';
import type { Store } from '../ports.ts';

/** Stored at `deliveries/<date>/brake.json`. */
export interface Brake {
  readonly version: 1;
  readonly nonce: string;
  readonly kind:
    /** Nothing more goes out until the operator says so. */
    | 'rejections'
    /** It is not begun; it begins by itself once there is room, or has to be resumed where there never is. */
    | 'quota'
    /** It does not stand still any more. */
    | 'none';
  readonly reason: string;
  /** ISO time of the last change. */
  readonly at: string;
}

/** Messages that SES took, and those that it refused for good. */
export interface Answers {
  submitted: number;
  rejected: number;
}

/** Refusals that one worker sees before it asks whether they are too many. */
const enough = 10;

/**
 * Whether refusals are too many to go on: a fifth of the answers. A list's few
 * bad addresses are fewer; a fault of the message or the account is all of
 * them, and every refusal strikes a reader off this issue.
 */
export const tooManyRejected = ({ submitted, rejected }: Answers): boolean => rejected >= enough && rejected * 5 >= submitted + rejected;

/** Whether a canary, which may be of a few readers, tells of a fault: a fifth, and not one bad address of several. */
export const canaryRejected = ({ submitted, rejected }: Answers): boolean =>
  rejected > 0 && (submitted === 0 || (rejected >= 2 && rejected * 5 >= submitted + rejected));

/** Counts the answers for an issue over all the parts that one process works at: of a small list no part has enough to tell by. */
export function countAnswers(): (date: string) => Answers {
  let last: { readonly date: string; readonly answers: Answers } | undefined;
  return (date) => {
    if (last?.date !== date) last = { date, answers: { submitted: 0, rejected: 0 } };
    return last.answers;
  };
}

/** Why the delivery stands still, if it does. */
export async function brakeOf(store: Store, date: string): Promise<Brake | undefined> {
  const brake = await read<Brake>(store, brakeKey(date));
  return brake?.kind === 'none' ? undefined : brake;
}

/** Writes down why it stands still; the brake's first reason stays. */
export async function brake(store: Store, date: string, { kind, reason, at, nonce }: { readonly kind: 'rejections' | 'quota'; readonly reason: string; readonly at: Date; readonly nonce: string }): Promise<void> {
  await update<Brake>(store, brakeKey(date), (now) => (now?.kind === 'rejections' || (now?.kind === kind && now.reason === reason) ? undefined : { version: 1, nonce, kind, reason, at: at.toISOString() }));
}

/** It goes on. Nothing is written where it did not stand still. */
export async function releaseBrake(store: Store, date: string, at: Date, nonce: string): Promise<void> {
  await update<Brake>(store, brakeKey(date), (now) => (now && now.kind !== 'none' ? { ...now, nonce, kind: 'none', at: at.toISOString() } : undefined));
}

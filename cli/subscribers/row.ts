/** One row of a file of subscribers, and what a service's file can say by it. */
import { basename } from 'node:path';
import type { Choice, Consent, SubscriberState } from '../../functions/model/subscriber.ts';
import { timeOf } from './dates.ts';

/** Why a row is not taken, and what to say of it. */
export const refusals = {
  'no-address': 'no address in the row',
  'not-an-address': 'not a mail address',
  'not-confirmed': 'has not confirmed',
  'never-subscribed': 'never subscribed',
  blocked: 'blocked by the service',
  'unknown-state': 'a state that is not known',
  'bad-choice': 'a choice that is none',
} as const;
export type RefusalReason = keyof typeof refusals;

export interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** Such as the word that is not known. */
  readonly detail?: string;
}

/** What a row says of its address; times are ISO. */
export interface Told {
  readonly kind: 'told';
  readonly state: SubscriberState;
  /** Of the last change of state. */
  readonly since?: string | undefined;
  /** When they asked to join. */
  readonly joined?: string | undefined;
  readonly confirmed?: string | undefined;
  /** From where they asked. */
  readonly ip?: string;
  /** What the receiving server said of a bounce. */
  readonly reason?: string;
  /** The proof itself, where the file holds one. */
  readonly consent?: Consent | 'none';
  readonly choice?: Choice;
}
export type Said = Told | Refused;

/** The cells of a row by the names of their columns. */
export interface Row {
  /** The name of its file, without folders. */
  readonly file: string;
  /** Trimmed; empty where there is none. */
  text(column: string): string;
  has(column: string): boolean;
  /** The first of these columns that holds a time, in ISO. */
  time(...columns: readonly string[]): string | undefined;
  /** How many times could not be read. */
  unreadable(): number;
}

export function rowOf(cells: readonly string[], columns: ReadonlyMap<string, number>, path: string, now: Date): Row {
  let unreadable = 0;
  const text = (column: string): string => cells[columns.get(column) ?? -1]?.trim() ?? '';
  return {
    file: basename(path),
    text,
    has: (column) => columns.has(column),
    time(...among) {
      for (const column of among) {
        const given = text(column);
        const time = given === '' ? undefined : timeOf(given, now);
        if (time !== undefined) return time;
        if (given !== '') unreadable++;
      }
      return undefined;
    },
    unreadable: () => unreadable,
  };
}

export const refused = (reason: RefusalReason, detail?: string): Refused => ({ kind: 'refused', reason, ...(detail !== undefined && { detail }) });

/** Whether a cell says yes: `true`, as the services write it, or as people do. */
export const isYes = (text: string): boolean => /^(true|t|yes|y|1)$/i.test(text);

/** Whether a cell says no. */
export const isNo = (text: string): boolean => /^(false|f|no|n|0)$/i.test(text);

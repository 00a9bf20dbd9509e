/** One line of what the doctor says. */
import type { Failure } from './answer.ts';

export interface Check {
  /** Stays the same from version to version, such as `ses.sandbox`. */
  readonly id: string;
  /** `advice`: it works as it is. `unknown`: it could not be looked at. */
  readonly status: 'ok' | 'advice' | 'todo' | 'unknown';
  readonly text: string;
  /** What to do. */
  readonly todo?: string;
  /** What goes with it, a line each: records to publish, names. */
  readonly lines?: readonly string[];
  /** Of what is unknown: the thing, and why. */
  readonly unknown?: { readonly about: string; readonly why: Failure };
}

export interface Section {
  readonly title: string;
  readonly checks: readonly Check[];
  /** Below the checks, as they are. */
  readonly lines?: readonly string[];
}

export const ok = (id: string, text: string): Check => ({ id, status: 'ok', text });
export const advice = (id: string, text: string, todo: string, lines: readonly string[] = []): Check => ({ id, status: 'advice', text, todo, ...(lines.length > 0 && { lines }) });
export const todo = (id: string, text: string, what: string, lines: readonly string[] = []): Check => ({ id, status: 'todo', text, todo: what, ...(lines.length > 0 && { lines }) });

/** `about`: what is not known, such as `SES`. */
export function unknown(id: string, about: string, why: Failure): Check {
  const what = remedy(why);
  return { id, status: 'unknown', text: `${about}: ${because(why)}`, ...(what !== undefined && { todo: what }), unknown: { about, why } };
}

function because({ reason, detail }: Failure): string {
  switch (reason) {
    case 'no-region':
      return 'not asked without a region';
    case 'no-credentials':
      return 'not asked without credentials';
    case 'refused-credentials':
      return 'not answered, as AWS does not take the credentials';
    case 'denied':
      return 'these credentials may not ask';
    case 'no-answer':
      return `no answer (${detail})`;
    case 'error':
      return detail;
  }
}

/** Undefined where a line elsewhere says it already. */
function remedy({ reason, permission }: Failure): string | undefined {
  if (reason === 'denied') return `allow them ${permission}, or use those that deploy the newsletter`;
  if (reason === 'no-answer') return 'check the network, and try again';
  return undefined;
}

/** The same with what is unknown for one reason in one line: without a network there would be a dozen. */
export function merged(checks: readonly Check[]): Check[] {
  const lines: Check[] = [];
  for (const check of checks) {
    const at = check.unknown ? lines.findIndex(({ unknown: other }) => other && isSame(other.why, check.unknown!.why)) : -1;
    if (at < 0) lines.push(check);
    else lines[at] = unknown(lines[at]!.id, `${lines[at]!.unknown!.about}, ${check.unknown!.about}`, lines[at]!.unknown!.why);
  }
  return lines;
}

const isSame = (one: Failure, other: Failure): boolean => one.reason === other.reason && one.reason !== 'error' && (one.reason !== 'denied' || one.permission === other.permission);

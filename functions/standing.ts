/** Whether the issue that was due last is there: what catching up and the watch go by. */
import { issueKey, timetableKey } from './keys.ts';
import { type Due, lastDue, type Timetable } from './model/due.ts';
import type { Outcome } from './model/outcome.ts';
import { read, update } from './objects.ts';
import type { Store } from './ports.ts';

export interface Standing {
  readonly due: Due;
  readonly kind:
    | 'done'
    /** Its digest has not come to an end. */
    | 'missing'
    /** The newsletter, or its present timetable, began after it was due. */
    | 'not-begun';
  /** Where it is done. */
  readonly outcome?: Outcome;
}

/** The timetable that the newsletter goes by, stored at `issues/timetable.json`. */
interface NotedTimetable {
  readonly version: 1;
  readonly nonce: string;
  readonly timetable: string;
  /** ISO time at which it was first seen. What was due before by its reckoning, nobody has expected. */
  readonly since: string;
}

/** One request where all is well, and one more where it is not. */
export async function standingOf(store: Store, timetable: Timetable, now: Date): Promise<Standing> {
  const due = lastDue(timetable, now);
  const outcome = await read<Outcome>(store, issueKey(due.date, 'outcome.json'));
  if (outcome) return { due, kind: 'done', outcome };
  const noted = await read<NotedTimetable>(store, timetableKey);
  const expected = noted?.timetable === spelt(timetable) && Date.parse(noted.since) <= due.at.getTime();
  return { due, kind: expected ? 'missing' : 'not-begun' };
}

/** Notes the present timetable, where it is another than before: a change of it must not make a missed issue of a time that has gone by. */
export async function noteTimetable(store: Store, timetable: Timetable, now: Date, nonce: string): Promise<void> {
  await update<NotedTimetable>(store, timetableKey, (noted) => (noted?.timetable === spelt(timetable) ? undefined : { version: 1, nonce, timetable: spelt(timetable), since: now.toISOString() }));
}

const spelt = ({ timezone, schedule: { at, days } }: Timetable): string => `${at} ${[...days].sort().join(',')} ${timezone}`;

/** Whether the issue that was due last is there: what catching up and the watch go by. */
import { issueKey, itemsTimeOf, prefixes } from './keys.ts';
import { type Due, lastDue, type Timetable } from './model/due.ts';
import type { Outcome } from './model/outcome.ts';
import { read } from './objects.ts';
import type { Store } from './ports.ts';

export interface Standing {
  readonly due: Due;
  readonly kind:
    | 'done'
    /** Its digest has not come to an end. */
    | 'missing'
    /** Nothing had been collected when it was due: the newsletter began after that. */
    | 'not-begun';
  /** Where it is done. */
  readonly outcome?: Outcome;
}

/** One request where all is well, and one more where it is not. */
export async function standingOf(store: Store, timetable: Timetable, now: Date): Promise<Standing> {
  const due = lastDue(timetable, now);
  const outcome = await read<Outcome>(store, issueKey(due.date, 'outcome.json'));
  if (outcome) return { due, kind: 'done', outcome };
  return { due, kind: (await hadBegun(store, due.at)) ? 'missing' : 'not-begun' };
}

/** Whether items had been collected by then. What was collected is kept for weeks. */
async function hadBegun(store: Store, then: Date): Promise<boolean> {
  for await (const key of store.list(prefixes.items)) {
    const at = itemsTimeOf(key);
    if (at) return at.getTime() <= then.getTime();
  }
  return false;
}

/**
 * In which order a backup is restored. Pure.
 *
 * The stages may run meanwhile, and nothing may then go out twice, be told
 * twice, or be lost. Each step is there before the next begins:
 *
 * 1. Items of after the last issue, which no issue has told. A digest that
 *    fires now finds these and nothing else, and tells them: once, since its
 *    issue then is the last one. One that fires before them, and finds
 *    something newer, has passed them by; so they come first of all.
 * 2. `feeds/`: else a poll would take all that a feed has for new.
 * 3. The issues, the last one first, of each date
 *    a. `deliveries/<date>/`, the plan and the ledgers. Whoever hands the date
 *       over for delivery after this meets ledgers that know who has got it.
 *    b. `issues/<date>/issue.json`, which decides. From the first of them on, a
 *       digest reads items from where that issue ended, and no older ones.
 *    c. The other files, which are rendered from it, unless a digest of
 *       meanwhile has frozen another issue of that date: a date's files are
 *       all of one issue.
 * 4. `subscribers/`: a digest of before this has nobody to send to, and one of
 *    after it has ledgers and issues. A message for a part that still waits in
 *    the queue finds the part's ledger before it finds anybody on the list.
 * 5. The items that issues have told already, the last ones first: a digest
 *    looks back for an hour, for what has come in late, and no further.
 *
 * What is there in the bucket is never written over, at any step: it is newer,
 * and who has left it or was erased stays so.
 */
import { issueDateOf, prefixes } from '../../functions/keys.ts';

/** Objects that may be written in any order among themselves, after those of the steps before. */
export interface Step {
  readonly keys: readonly string[];
  /** The date whose issue these files belong to: only where the issue in the bucket is the backup's. */
  readonly of?: string;
}

/** `readTo`: the items key up to which the last issue of the backup has read; '' where there is none. */
export function stepsOf(keys: readonly string[], readTo: string): Step[] {
  const under = (prefix: string): string[] => keys.filter((key) => key.startsWith(prefix));
  const items = under(prefixes.items);
  const waits = (key: string): boolean => key > readTo;
  const steps: Step[] = [
    { keys: items.filter(waits) },
    { keys: under(prefixes.feeds) },
    ...datesOf(keys).flatMap((date) => stepsOfDate(date, under)),
    { keys: under(prefixes.subscribers) },
    { keys: items.filter((key) => !waits(key)).reverse() },
  ];
  return steps.filter((step) => step.keys.length > 0);
}

function stepsOfDate(date: string, under: (prefix: string) => string[]): Step[] {
  const files = under(`${prefixes.issues}${date}/`);
  const decides = (key: string): boolean => issueDateOf(key) !== undefined;
  return [{ keys: under(`${prefixes.deliveries}${date}/`), of: date }, { keys: files.filter(decides), of: date }, { keys: files.filter((key) => !decides(key)), of: date }];
}

/** Of all issues and deliveries, the newest first. */
function datesOf(keys: readonly string[]): string[] {
  const dates = keys.flatMap((key) => /^(?:issues|deliveries)\/([^/]+)\//.exec(key)?.[1] ?? []);
  return [...new Set(dates)].sort().reverse();
}

import { between, type Dice, oneOf } from './dice.ts';
import type { Asked } from './weather.ts';

/** What keeps a worker from writing down what it did, once in its place. */
export type Break =
  /** The process is killed at the nth request of that kind. */
  | { readonly kind: 'killed'; readonly at: 'send' | 'ledger' | 'queue' | 'any'; readonly nth: number; readonly moment: Moment }
  /** The process is killed that long after it was started on a message. */
  | { readonly kind: 'killed'; readonly afterMs: number }
  /** S3 says of the nth write of a ledger that somebody else was first, though nobody was. */
  | { readonly kind: 'lost-race'; readonly at: 'ledger'; readonly nth: number }
  /** From the nth request on, S3 or SQS is out of order for the rest of the run. */
  | { readonly kind: 'outage'; readonly at: 'store' | 'queue'; readonly nth: number }
  /** The connection is cut in the middle of the nth object that is read. */
  | { readonly kind: 'torn'; readonly at: 'get'; readonly nth: number };

/** Where a request is when its worker dies: not out yet, under way and done later, done and not answered, answered. */
export type Moment = 'before' | 'late' | 'after' | 'answered';

/** Draws a number of breaks. */
export function drawBreaks(dice: Dice, count: number): Break[] {
  return Array.from({ length: count }, (_, n): Break => {
    const roll = dice('break nth', n);
    const moment = oneOf<Moment>(dice('break moment', n), { before: 2, late: 1, after: 3, answered: 2 });
    switch (oneOf(dice('break', n), { send: 8, ledger: 6, queue: 3, any: 3, time: 3, race: 2, outage: 2, 'queue outage': 1, torn: 1 })) {
      case 'send':
        return { kind: 'killed', at: 'send', nth: between(roll, 1, 14), moment };
      case 'ledger':
        return { kind: 'killed', at: 'ledger', nth: between(roll, 1, 4), moment };
      case 'queue':
        return { kind: 'killed', at: 'queue', nth: between(roll, 1, 3), moment };
      case 'any':
        return { kind: 'killed', at: 'any', nth: between(roll, 1, 30), moment };
      case 'time':
        return { kind: 'killed', afterMs: between(roll, 0, 120) };
      case 'race':
        return { kind: 'lost-race', at: 'ledger', nth: between(roll, 1, 3) };
      case 'outage':
        return { kind: 'outage', at: 'store', nth: between(roll, 1, 12) };
      case 'queue outage':
        return { kind: 'outage', at: 'queue', nth: 1 };
      case 'torn':
        return { kind: 'torn', at: 'get', nth: between(roll, 1, 8) };
    }
  });
}

/** Keeps the breaks of a round, one after the other, and tells which request each strikes. */
export class Breaks {
  readonly #left: Break[];
  #seen = 0;

  constructor(breaks: readonly Break[]) {
    this.#left = [...breaks];
  }

  /** The break that is due by the clock, for a worker that is started now. */
  byTime(): number | undefined {
    const [next] = this.#left;
    return next && 'afterMs' in next ? next.afterMs : undefined;
  }

  /** The break was carried out, or there is to be no more of any. */
  struck(all = false): void {
    this.#left.splice(0, all ? Infinity : 1);
    this.#seen = 0;
  }

  /** Counts the request; the break, if it is the one to be struck. */
  at(asked: Asked): Exclude<Break, { readonly afterMs: number }> | undefined {
    const [next] = this.#left;
    if (!next || 'afterMs' in next || !isAt(next.at, asked)) return undefined;
    this.#seen += 1;
    if (this.#seen < next.nth) return undefined;
    this.struck();
    return next;
  }
}

function isAt(at: 'send' | 'ledger' | 'any' | 'store' | 'queue' | 'get', asked: Asked): boolean {
  switch (at) {
    case 'any':
      return true;
    case 'ledger':
      return asked.kind === 'put' && isLedger(asked.key);
    case 'store':
      return asked.kind === 'put' || asked.kind === 'get';
    case 'send':
    case 'queue':
    case 'get':
      return asked.kind === at;
  }
}

/** Whether the key is the ledger of a part: what else is under `deliveries/` has a name of letters. */
export const isLedger = (key: string): boolean => /^deliveries\/[^/]+\/[0-9a-f]{2}(-\d+)?\.json$/.test(key);

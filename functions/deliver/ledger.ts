/**
 * The ledger of one part of a shard: who is to get the issue and what became of
 * each. Pure: every step gives the next ledger, the run writes it by
 * compare-and-swap. A worker claims a window before it submits it, so a crash
 * leaves at most a window whose fate is unknown.
 */

/** What became of one recipient so far. */
export type Entry =
  | ({ readonly state: 'planned' } & Claims)
  /** Being submitted by the worker that holds the ledger. */
  | ({ readonly state: 'claimed' } & Claims)
  | ({ readonly state: 'submitted'; readonly messageId: string; readonly at: string } & Claims)
  | ({ readonly state: 'rejected'; readonly reason: string; readonly at: string } & Claims)
  /** Claimed, and then no result: it may have been submitted. */
  | ({ readonly state: 'uncertain'; readonly reason: string } & Claims)
  /** No longer active when the message was to be composed, or the issue no longer for them. */
  | ({ readonly state: 'left' } & Claims);

interface Claims {
  /** Claims before the last one that ended without a result: how many more times the reader may have it. */
  readonly again?: number;
}

/** What a window's submission yields for one recipient. `unsent`: certainly not accepted, to be tried later. */
export type Result =
  | { readonly state: 'submitted'; readonly messageId: string; readonly at: string }
  | { readonly state: 'rejected'; readonly reason: string; readonly at: string }
  | { readonly state: 'uncertain'; readonly reason: string }
  | { readonly state: 'unsent' }
  | { readonly state: 'left' };

/** Stored at `deliveries/<date>/<shard>.json`, `<shard>-<part>.json` for further parts. */
export interface Ledger {
  readonly version: 1;
  /** Differs with every write, so that a writer can recognise its own. */
  readonly nonce: string;
  /** Who works on it; until then nobody else may, unless the worker is known to be gone. */
  readonly lease?: Lease;
  /** By subscriber id, in the order of sending. */
  readonly entries: Readonly<Record<string, Entry>>;
}

export interface Lease {
  readonly worker: string;
  /** ISO time. */
  readonly until: string;
}

/** What to do with those of unknown fate: send to them again, or leave it at that. */
export type AfterCrash = 'repeat' | 'skip';

/** Repeats of one message, at most: an account whose answers are always lost must not mail its readers all day. */
export const mostRepeats = 4;

/** A ledger for those subscribers, nothing sent yet. */
export function newLedger(ids: readonly string[], nonce: string): Ledger {
  const entries = Object.fromEntries(ids.toSorted().map((id) => [id, { state: 'planned' } as const]));
  return { version: 1, nonce, entries };
}

/** Takes the ledger over: what a worker before us claimed and left has an unknown fate. */
export function takeOver(ledger: Ledger): Ledger {
  const entries = Object.fromEntries(
    Object.entries(ledger.entries).map(([id, entry]): [string, Entry] => [
      id,
      entry.state === 'claimed' ? { ...entry, state: 'uncertain', reason: 'the worker that had claimed it stopped' } : entry,
    ]),
  );
  return { ...ledger, entries };
}

/** Who is still to be submitted to: the planned first, then those of unknown fate, if they are sent to again. */
export function open(ledger: Ledger, afterCrash: AfterCrash): string[] {
  const entries = Object.entries(ledger.entries);
  const planned = entries.flatMap(([id, { state }]) => (state === 'planned' ? [id] : []));
  const repeatable = (entry: Entry): boolean => entry.state === 'uncertain' && (entry.again ?? 0) < mostRepeats;
  const uncertain = afterCrash === 'skip' ? [] : entries.flatMap(([id, entry]) => (repeatable(entry) ? [id] : []));
  return [...planned, ...uncertain];
}

/** Whether anybody of it is claimed, or still to be claimed. */
export function isFinished(ledger: Ledger, afterCrash: AfterCrash): boolean {
  return open(takeOver(ledger), afterCrash).length === 0 && !Object.values(ledger.entries).some(({ state }) => state === 'claimed');
}

/** Writes down results and claims the next window, in one step. Without a lease the ledger is given back. */
export function advance(
  ledger: Ledger,
  results: ReadonlyMap<string, Result>,
  window: readonly string[],
  lease: Lease | undefined,
  nonce: string,
): Ledger {
  const entries: Record<string, Entry> = { ...ledger.entries };
  for (const [id, result] of results) entries[id] = settled(entries[id]!, result);
  for (const id of window) entries[id] = claimed(entries[id]!);
  const { lease: _before, ...rest } = ledger;
  return { ...rest, nonce, ...(lease && { lease }), entries };
}

function claimed({ state, again = 0 }: Entry): Entry {
  const before = state === 'uncertain' ? again + 1 : again;
  return { state: 'claimed', ...(before > 0 && { again: before }) };
}

function settled({ again }: Entry, result: Result): Entry {
  if (result.state !== 'unsent') return { ...result, ...(again !== undefined && { again }) };
  // It did not go out now; what was unknown of an earlier try still is.
  if (again === undefined) return { state: 'planned' };
  return { state: 'uncertain', reason: 'an earlier try had no answer', ...(again > 1 && { again: again - 1 }) };
}

/** The ledger with those of these states planned again, because the operator says so. Undefined where there are none. */
export function replanned(ledger: Ledger, states: readonly ('rejected' | 'uncertain')[], nonce: string): Ledger | undefined {
  const isMeant = ({ state }: Entry): boolean => states.some((meant) => meant === state);
  if (!Object.values(ledger.entries).some(isMeant)) return undefined;
  const again = (entry: Entry): Entry => {
    const claims = (entry.again ?? 0) + (entry.state === 'uncertain' ? 1 : 0);
    return { state: 'planned', ...(claims > 0 && { again: claims }) };
  };
  return { ...ledger, nonce, entries: Object.fromEntries(Object.entries(ledger.entries).map(([id, entry]) => [id, isMeant(entry) ? again(entry) : entry])) };
}

export interface Tally extends Readonly<Record<Entry['state'], number>> {
  /** Those of them who may have it more than once. */
  readonly repeated: number;
}

/** How many recipients are in each state. */
export function tally(...ledgers: readonly Ledger[]): Tally {
  const counts = { planned: 0, claimed: 0, submitted: 0, rejected: 0, uncertain: 0, left: 0, repeated: 0 };
  for (const ledger of ledgers) {
    for (const entry of Object.values(ledger.entries)) {
      counts[entry.state] += 1;
      if (entry.again !== undefined && (entry.state === 'submitted' || entry.state === 'uncertain')) counts.repeated += 1;
    }
  }
  return counts;
}

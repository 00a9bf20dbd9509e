/**
 * The ledger of one shard of one issue: who is to get it and what became of
 * each. Pure: every step gives the next ledger, the run writes it by
 * compare-and-swap. A worker claims a window before it submits it, so a crash
 * leaves at most a window whose fate is unknown.
 */

/** What became of one recipient so far. */
export type Entry =
  | { readonly state: 'planned' }
  /** Being submitted by the worker that holds the ledger. */
  | { readonly state: 'claimed' }
  | { readonly state: 'submitted'; readonly messageId: string; readonly at: string }
  | { readonly state: 'rejected'; readonly reason: string; readonly at: string }
  /** Claimed, and then no result: it may have been submitted. */
  | { readonly state: 'uncertain'; readonly reason: string }
  /** No longer active when the message was to be composed. */
  | { readonly state: 'left' };

/** Stored at `deliveries/<date>/<shard>.json`. */
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

/** A ledger for those subscribers, nothing sent yet. */
export function newLedger(ids: readonly string[], lease: Lease, nonce: string): Ledger {
  const entries = Object.fromEntries(ids.toSorted().map((id) => [id, { state: 'planned' } as const]));
  return { version: 1, nonce, lease, entries };
}

/** Takes the ledger over: what a worker before us claimed and left has an unknown fate. */
export function takeOver(ledger: Ledger, lease: Lease, nonce: string): Ledger {
  const entries = Object.fromEntries(
    Object.entries(ledger.entries).map(([id, entry]): [string, Entry] => [
      id,
      entry.state === 'claimed' ? { state: 'uncertain', reason: 'the worker that had claimed it stopped' } : entry,
    ]),
  );
  return { ...ledger, nonce, lease, entries };
}

/** Who is still to be submitted to: the planned first, then those of unknown fate, who are sent to again. */
export function open(ledger: Ledger): string[] {
  const inState = (state: Entry['state']): string[] =>
    Object.entries(ledger.entries).flatMap(([id, entry]) => (entry.state === state ? [id] : []));
  return [...inState('planned'), ...inState('uncertain')];
}

/** Writes down results and claims the next window, in one step. Without a lease the ledger is given back. */
export function advance(
  ledger: Ledger,
  results: ReadonlyMap<string, Entry>,
  window: readonly string[],
  lease: Lease | undefined,
  nonce: string,
): Ledger {
  const claims = window.map((id): [string, Entry] => [id, { state: 'claimed' }]);
  const { lease: _before, ...rest } = ledger;
  return {
    ...rest,
    nonce,
    ...(lease && { lease }),
    entries: { ...ledger.entries, ...Object.fromEntries(results), ...Object.fromEntries(claims) },
  };
}

export type Tally = Readonly<Record<Entry['state'], number>>;

/** How many recipients are in each state. */
export function tally(ledger: Ledger): Tally {
  const counts = { planned: 0, claimed: 0, submitted: 0, rejected: 0, uncertain: 0, left: 0 };
  for (const { state } of Object.values(ledger.entries)) counts[state] += 1;
  return counts;
}

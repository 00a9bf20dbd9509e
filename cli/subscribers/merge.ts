/** How the subscribers of a shard change by an import. Pure; the same import again changes nothing. */
import { noRoster, type RosterChange } from '../../functions/model/roster.ts';
import { type Roster, type Subscriber, type SubscriberState, subscriberId } from '../../functions/model/subscriber.ts';
import type { Arrival } from './arrival.ts';

/** Those whom an import must never make active again. */
export type GoneState = Exclude<SubscriberState, 'active'>;

/** How many addresses had which outcome. */
export interface MergeCounts {
  /** New and active. */
  added: number;
  /** New, and stored as gone, so that no later import makes them active. */
  readonly noted: Record<GoneState, number>;
  /** In the list before; they keep their state. */
  present: number;
  /** Active in the list before, and gone by the import. */
  readonly turnedOff: Record<GoneState, number>;
  /** Rows of an address that another row has. */
  again: number;
}

export const noCounts = (): MergeCounts => ({
  added: 0,
  noted: { unsubscribed: 0, bounced: 0, complained: 0 },
  present: 0,
  turnedOff: { unsubscribed: 0, bounced: 0, complained: 0 },
  again: 0,
});

/** Adds `more` to `counts`. */
export function addCounts(counts: MergeCounts, more: MergeCounts): void {
  counts.added += more.added;
  counts.present += more.present;
  counts.again += more.again;
  for (const state of ['unsubscribed', 'bounced', 'complained'] as const) {
    counts.noted[state] += more.noted[state];
    counts.turnedOff[state] += more.turnedOff[state];
  }
}

/** Of two states the one of the larger number sends less mail, or says more of why. */
const weight: Readonly<Record<SubscriberState, number>> = { active: 0, bounced: 1, unsubscribed: 2, complained: 3 };

export interface MergeOptions {
  readonly now: Date;
  /** Different at every call, and not to be guessed. */
  readonly nonce: () => string;
}

/** The roster of a shard with all who arrive for it. */
export function merge(roster: Roster = noRoster, arrivals: readonly Arrival[], { now, nonce }: MergeOptions): RosterChange<MergeCounts> {
  const counts = noCounts();
  const changed: Record<string, Subscriber> = {};
  for (const [id, arrival] of oncePerAddress(arrivals)) {
    const before = roster.subscribers[id];
    if (!before) {
      changed[id] = joined(arrival, now, nonce());
      if (arrival.state === 'active') counts.added++;
      else counts.noted[arrival.state]++;
      continue;
    }
    const after = met(before, arrival, now);
    if (after !== before) changed[id] = after;
    if (before.state === 'active' && after.state !== 'active') counts.turnedOff[after.state]++;
    else counts.present++;
  }
  counts.again = arrivals.length - counts.added - counts.present - sum(counts.noted) - sum(counts.turnedOff);
  const isSame = Object.keys(changed).length === 0;
  return { roster: isSame ? roster : { ...roster, nonce: nonce(), subscribers: { ...roster.subscribers, ...changed } }, outcome: counts };
}

export const sum = (numbers: Readonly<Record<string, number>>): number => Object.values(numbers).reduce((all, n) => all + n, 0);

/** By id; of an address that is there twice, the row that sends less mail, or else the first. */
function oncePerAddress(arrivals: readonly Arrival[]): Map<string, Arrival> {
  const byId = new Map<string, Arrival>();
  for (const arrival of arrivals) {
    const id = subscriberId(arrival.address);
    const other = byId.get(id);
    if (!other || weight[arrival.state] > weight[other.state]) byId.set(id, arrival);
  }
  return byId;
}

const joined = ({ address, state, since, consent, choice, reason }: Arrival, now: Date, token: string): Subscriber => ({
  address,
  state,
  token,
  since: since ?? now.toISOString(),
  ...(consent && { consent }),
  ...(choice && { choice }),
  ...(reason !== undefined && { reason }),
});

/** A subscriber of the list whom an import has too. */
function met(before: Subscriber, arrival: Arrival, now: Date): Subscriber {
  if (weight[arrival.state] <= weight[before.state] || cameBack(before, arrival)) return before;
  const { softBounces: _row, reason: _reason, ...rest } = before;
  const since = arrival.since !== undefined && arrival.since > before.since ? arrival.since : now.toISOString();
  return { ...rest, state: arrival.state, since, ...(arrival.reason !== undefined && { reason: arrival.reason }) };
}

/** Whether they confirmed from their mailbox after they left there. Else each import of an old list would end what they began anew. */
function cameBack({ state, consent }: Subscriber, { state: gone, since }: Arrival): boolean {
  return state === 'active' && gone !== 'complained' && since !== undefined && consent?.confirmed !== undefined && consent.confirmed > since;
}

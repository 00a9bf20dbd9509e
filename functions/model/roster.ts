/** How a shard's subscribers change. Pure: the change is written by compare-and-swap. */
import type { Roster, Subscriber } from './subscriber.ts';

/** What a change is made with: its time, and a nonce for the roster. */
export interface Fresh {
  readonly nonce: string;
  readonly now: Date;
}

/** What a change gave, and the roster to write; the same roster where nothing changed. */
export interface RosterChange<Outcome> {
  readonly roster: Roster;
  readonly outcome: Outcome;
}

/** The roster of a shard that nobody has joined. */
export const noRoster: Roster = { version: 1, nonce: '', subscribers: {} };

/** The roster with that subscriber in it, in the place of who had the id before. */
export const withSubscriber = (roster: Roster, id: string, subscriber: Subscriber, nonce: string): Roster => ({
  ...roster,
  nonce,
  subscribers: { ...roster.subscribers, [id]: subscriber },
});

/** The roster without any trace of that subscriber. */
export function withoutSubscriber(roster: Roster, id: string, nonce: string): Roster {
  const { [id]: _gone, ...subscribers } = roster.subscribers;
  return { ...roster, nonce, subscribers };
}

export type LeaveOutcome = 'left' | 'left-before' | 'unknown';

/** Ends a subscription. The record stays, so that the link goes on working and the address is known to have left. */
export function leave(roster: Roster = noRoster, id: string, fresh: Fresh): RosterChange<LeaveOutcome> {
  const before = roster.subscribers[id];
  if (!before) return { roster, outcome: 'unknown' };
  if (before.state !== 'active') return { roster, outcome: 'left-before' };
  const subscriber: Subscriber = { ...before, state: 'unsubscribed', since: fresh.now.toISOString() };
  return { roster: withSubscriber(roster, id, subscriber, fresh.nonce), outcome: 'left' };
}

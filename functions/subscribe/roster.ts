import { type Roster, type Subscriber, subscriberId } from '../model/subscriber.ts';

/** What a change of the roster gave, and the roster to write; the same roster where nothing changed. */
export interface RosterChange {
  readonly roster: Roster;
  readonly outcome: 'joined' | 'rejoined' | 'active-before' | 'left' | 'left-before' | 'unknown';
}

const none: Roster = { version: 1, nonce: '', subscribers: {} };

/** Makes the address an active subscriber. One who comes back gets a new token: links of old mails end nothing new. */
export function join(roster: Roster = none, address: string, fresh: { readonly token: string; readonly nonce: string; readonly now: Date }): RosterChange {
  const id = subscriberId(address);
  const before = roster.subscribers[id];
  if (before?.state === 'active') return { roster, outcome: 'active-before' };
  const subscriber: Subscriber = { address, state: 'active', token: fresh.token, since: fresh.now.toISOString() };
  return { roster: put(roster, id, subscriber, fresh.nonce), outcome: before ? 'rejoined' : 'joined' };
}

/** Ends a subscription. The record stays, so that the link goes on working and the address is known to have left. */
export function leave(roster: Roster = none, id: string, fresh: { readonly nonce: string; readonly now: Date }): RosterChange {
  const before = roster.subscribers[id];
  if (!before) return { roster, outcome: 'unknown' };
  if (before.state === 'unsubscribed') return { roster, outcome: 'left-before' };
  const subscriber: Subscriber = { ...before, state: 'unsubscribed', since: fresh.now.toISOString() };
  return { roster: put(roster, id, subscriber, fresh.nonce), outcome: 'left' };
}

function put(roster: Roster, id: string, subscriber: Subscriber, nonce: string): Roster {
  return { ...roster, nonce, subscribers: { ...roster.subscribers, [id]: subscriber } };
}

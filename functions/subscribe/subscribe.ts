import { subscribersKey } from '../keys.ts';
import { type Roster, shardOfId, type Subscriber, subscriberId, tokenMatches } from '../model/subscriber.ts';
import { read, update } from '../objects.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { join, leave, type RosterChange } from './roster.ts';

export interface SubscribePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Different at every call; as a token it must not be guessable (128 bits or more). */
  readonly nonce: () => string;
}

/** Adds an address, valid by `parseAddress`, as an active subscriber. */
export function subscribe({ store, clock, nonce }: SubscribePorts, address: string): Promise<RosterChange['outcome']> {
  return change(store, subscriberId(address), (roster) => join(roster, address, { token: nonce(), nonce: nonce(), now: clock() }));
}

/** Ends the subscription of that id, for whoever has a right to: check the token first. */
export function unsubscribe({ store, clock, nonce }: SubscribePorts, id: string): Promise<RosterChange['outcome']> {
  return change(store, id, (roster) => leave(roster, id, { nonce: nonce(), now: clock() }));
}

/** The subscriber whose link it is, or undefined where id or token is not right. */
export async function subscriberOf(store: Store, id: string, token: string): Promise<Subscriber | undefined> {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  const roster = await read<Roster>(store, subscribersKey(shardOfId(id)));
  const subscriber = roster?.subscribers[id];
  return subscriber && tokenMatches(subscriber, token) ? subscriber : undefined;
}

async function change(store: Store, id: string, decide: (roster: Roster | undefined) => RosterChange): Promise<RosterChange['outcome']> {
  let outcome: RosterChange['outcome'] = 'unknown';
  await update<Roster>(store, subscribersKey(shardOfId(id)), (roster) => {
    const changed = decide(roster);
    outcome = changed.outcome;
    return changed.roster === roster || changed.outcome === 'unknown' ? undefined : changed.roster;
  });
  return outcome;
}

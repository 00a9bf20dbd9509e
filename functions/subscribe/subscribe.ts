/** What is done to the list on behalf of readers and the operator, each by one compare-and-swap of a shard. */
import { subscribersKey, wishKey } from '../keys.ts';
import { leave, type LeaveOutcome } from '../model/roster.ts';
import { type Choice, type Consent, type Roster, shardOfId, type Subscriber, subscriberId, tokenMatches } from '../model/subscriber.ts';
import { noWish, type Wish } from '../model/wish.ts';
import { read, update } from '../objects.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { changeRoster } from '../roster-change.ts';
import { choose, erase, join, type JoinOutcome } from './roster.ts';

export interface SubscribePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Different at every call; as a token it must not be guessable (128 bits or more). */
  readonly nonce: () => string;
}

/** Adds an address, valid by `parseAddress`, as an active subscriber, on the operator's word. */
export function subscribe({ store, clock, nonce }: SubscribePorts, address: string, consent?: Consent): Promise<JoinOutcome> {
  return changeRoster(store, subscriberId(address), (roster) => join(roster, address, { token: nonce(), nonce: nonce(), now: clock(), ...(consent && { consent }) }));
}

/** Ends the subscription of that id, for whoever has a right to: check the token first. Where the reader has moved to another address, that one's. */
export async function unsubscribe(ports: SubscribePorts, id: string): Promise<LeaveOutcome> {
  const { store, clock, nonce } = ports;
  let movedTo: string | undefined;
  const outcome = await changeRoster(store, id, (roster) => {
    movedTo = roster?.subscribers[id]?.movedTo;
    return leave(roster, id, { nonce: nonce(), now: clock() });
  });
  return outcome === 'left-before' && movedTo !== undefined && movedTo !== id ? changeRoster(store, movedTo, (roster) => leave(roster, movedTo!, { nonce: nonce(), now: clock() })) : outcome;
}

/** Keeps what the subscriber of that id wants; check the token first. */
export function setChoice({ store, clock, nonce }: SubscribePorts, id: string, choice: (before: Choice) => Choice): Promise<'chosen' | 'unknown'> {
  return changeRoster(store, id, (roster) => choose(roster, id, choice(roster?.subscribers[id]?.choice ?? {}), { nonce: nonce(), now: clock() }));
}

/** Takes the subscriber of that id out, and all that is stored with them, a wish to join and an earlier address too; check the token first. */
export async function eraseSubscriber({ store, nonce }: Pick<SubscribePorts, 'store' | 'nonce'>, id: string): Promise<'erased' | 'unknown'> {
  let erased = false;
  for (let of: string | undefined = id, seen = new Set<string>(); of !== undefined && !seen.has(of); ) {
    const one: string = of;
    seen.add(one);
    const wish = await update<Wish>(store, wishKey(one), (wish) => (wish && wish.address !== '' ? noWish(nonce()) : undefined));
    let from: string | undefined;
    const outcome = await changeRoster(store, one, (roster) => {
      from = roster?.subscribers[one]?.movedFrom;
      return erase(roster, one, { nonce: nonce() });
    });
    erased ||= outcome === 'erased' || wish !== undefined;
    of = from;
  }
  return erased ? 'erased' : 'unknown';
}

/** The subscriber whose link it is, or undefined where id or token is not right. */
export async function subscriberOf(store: Store, id: string, token: string): Promise<Subscriber | undefined> {
  const subscriber = await anyone(store, id);
  return subscriber && tokenMatches(subscriber.token, token) ? subscriber : undefined;
}

async function anyone(store: Store, id: string): Promise<Subscriber | undefined> {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  return (await read<Roster>(store, subscribersKey(shardOfId(id))))?.subscribers[id];
}

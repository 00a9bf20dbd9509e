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

/**
 * Takes the subscriber of that id out, and all that is stored with them: a wish
 * to join and earlier addresses too, and earlier versions of the objects that
 * held any of it; check the token first. Rejects where the bucket refuses.
 *
 * To be called again after a failure or a crash, and then finishes what was
 * left: earlier addresses go first, since the record of the last one is the way
 * to them, and the past is forgotten whether or not there is a record still.
 * `unknown`: there was nothing in the list or among the wishes.
 */
export async function eraseSubscriber({ store, nonce }: Pick<SubscribePorts, 'store' | 'nonce'>, id: string): Promise<'erased' | 'unknown'> {
  let erased = false;
  const known = await withEarlier(store, id);
  for (const waiting = [...known]; waiting.length > 0; ) {
    const one = waiting.pop()!;
    const { outcome, movedFrom } = await eraseOne(store, one, nonce);
    if (outcome === 'erased') erased = true;
    // They moved while this ran.
    if (movedFrom !== undefined && !known.has(movedFrom)) {
      known.add(movedFrom);
      waiting.push(movedFrom);
    }
  }
  return erased ? 'erased' : 'unknown';
}

/** The id, and those of the addresses that it took the place of, the oldest last. */
async function withEarlier(store: Store, id: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let one: string | undefined = id; one !== undefined && !ids.has(one); one = (await anyone(store, one))?.movedFrom) ids.add(one);
  return ids;
}

async function eraseOne(store: Store, id: string, nonce: () => string): Promise<{ readonly outcome: 'erased' | 'unknown'; readonly movedFrom: string | undefined }> {
  const wish = await emptyWish(store, id, nonce);
  await store.forgetPast(wishKey(id));
  const roster = subscribersKey(shardOfId(id));
  // Before the record goes too, as with it goes the reader's link: what can't be done now, they can ask for again.
  await store.forgetPast(roster);
  let movedFrom: string | undefined;
  const outcome = await changeRoster(store, id, (roster) => {
    movedFrom = roster?.subscribers[id]?.movedFrom;
    return erase(roster, id, { nonce: nonce() });
  });
  // What is the present version now holds nothing of them, so neither does any that becomes old from here on.
  await store.forgetPast(roster);
  return { outcome: wish ? 'erased' : outcome, movedFrom };
}

/** Leaves nothing in the wish of that id; whether there was anything. An empty wish is taken away by the bucket itself, as all are. */
async function emptyWish(store: Store, id: string, nonce: () => string): Promise<boolean> {
  let found = false;
  await update<Wish>(store, wishKey(id), (wish) => {
    found ||= wish !== undefined && wish.address !== '';
    return wish && wish.address !== '' ? noWish(nonce()) : undefined;
  });
  return found;
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

/** How the subscribers of a shard change by what a reader or the operator decides, and by a confirmed wish. */
import { type Fresh, noRoster, type RosterChange, withoutSubscriber, withSubscriber } from '../model/roster.ts';
import { type Choice, type Consent, type Roster, type Subscriber, subscriberId } from '../model/subscriber.ts';
import type { Wish } from '../model/wish.ts';

export type JoinOutcome = 'joined' | 'rejoined' | 'active-before';
export type ConfirmOutcome = 'joined' | 'active-before' | 'expired';

/**
 * Makes the address an active subscriber, as the operator says who has their
 * consent. One who comes back gets a new token: links of old mails end nothing new.
 */
export function join(roster: Roster = noRoster, address: string, fresh: Fresh & { readonly token: string; readonly consent?: Consent }): RosterChange<JoinOutcome> {
  const id = subscriberId(address);
  const before = roster.subscribers[id];
  if (before?.state === 'active') return { roster, outcome: 'active-before' };
  const subscriber: Subscriber = {
    address,
    state: 'active',
    token: fresh.token,
    since: fresh.now.toISOString(),
    ...(fresh.consent && { consent: fresh.consent }),
    ...(before?.choice && { choice: before.choice }),
  };
  return { roster: withSubscriber(roster, id, subscriber, fresh.nonce), outcome: before ? 'rejoined' : 'joined' };
}

/**
 * Makes a subscriber of who has confirmed the wish. Their link goes on working:
 * it then belongs to the subscription. A wish of before they left, or were
 * stopped, is spent: nobody comes back by an old mail. `choice` is what they
 * had chosen at the address that this one replaces.
 */
export function confirm(roster: Roster = noRoster, wish: Wish, { nonce, now, choice }: Fresh & { readonly choice?: Choice | undefined }): RosterChange<ConfirmOutcome> {
  const id = subscriberId(wish.address);
  const before = roster.subscribers[id];
  if (before?.state === 'active') return { roster, outcome: 'active-before' };
  if (before && before.since > wish.at) return { roster, outcome: 'expired' };
  const kept = choice ?? before?.choice;
  const at = now.toISOString();
  const subscriber: Subscriber = { address: wish.address, state: 'active', token: wish.token, since: at, consent: { ...wish.consent, confirmed: at }, ...(kept && { choice: kept }) };
  return { roster: withSubscriber(roster, id, subscriber, nonce), outcome: 'joined' };
}

/** Keeps what a reader wants of the newsletter. */
export function choose(roster: Roster = noRoster, id: string, choice: Choice, fresh: Fresh): RosterChange<'chosen' | 'unknown'> {
  const before = roster.subscribers[id];
  if (before?.state !== 'active') return { roster, outcome: 'unknown' };
  const { choice: _before, ...rest } = before;
  const subscriber: Subscriber = { ...rest, ...(Object.keys(choice).length > 0 && { choice }) };
  return { roster: withSubscriber(roster, id, subscriber, fresh.nonce), outcome: 'chosen' };
}

/** Takes every trace of a subscriber out. */
export function erase(roster: Roster = noRoster, id: string, { nonce }: Pick<Fresh, 'nonce'>): RosterChange<'erased' | 'unknown'> {
  if (!roster.subscribers[id]) return { roster, outcome: 'unknown' };
  return { roster: withoutSubscriber(roster, id, nonce), outcome: 'erased' };
}

/** How the subscribers of a shard change by what a reader or the operator decides, and by a confirmed wish. */
import { type Fresh, leave, type LeaveOutcome, noRoster, type RosterChange, withoutSubscriber, withSubscriber } from '../model/roster.ts';
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
  const kept = goingOn(before?.choice);
  const subscriber: Subscriber = {
    address,
    state: 'active',
    token: fresh.token,
    since: fresh.now.toISOString(),
    ...(fresh.consent && { consent: fresh.consent }),
    ...(kept && { choice: kept }),
  };
  return { roster: withSubscriber(roster, id, subscriber, fresh.nonce), outcome: before ? 'rejoined' : 'joined' };
}

/**
 * Makes a subscriber of who has confirmed the wish. Their link goes on working:
 * it then belongs to the subscription. A wish of before they left, or were
 * stopped, is spent: nobody comes back by an old mail. `choice` is what they
 * had chosen at the address that this one replaces.
 */
export function confirm(roster: Roster = noRoster, wish: Wish, { nonce, now, choice, movedFrom }: Fresh & { readonly choice?: Choice | undefined; readonly movedFrom?: string }): RosterChange<ConfirmOutcome> {
  const id = subscriberId(wish.address);
  const before = roster.subscribers[id];
  if (before?.state === 'active') return { roster, outcome: 'active-before' };
  if (before && before.since > wish.at) return { roster, outcome: 'expired' };
  const kept = choice ?? goingOn(before?.choice);
  const at = now.toISOString();
  const subscriber: Subscriber = { address: wish.address, state: 'active', token: wish.token, since: at, consent: { ...wish.consent, confirmed: at }, ...(kept && { choice: kept }), ...(movedFrom !== undefined && { movedFrom }) };
  return { roster: withSubscriber(roster, id, subscriber, nonce), outcome: 'joined' };
}

/** What one who comes back had chosen; a pause of then would have them wait now. */
function goingOn(choice: Choice | undefined): Choice | undefined {
  const { pausedUntil: _over, ...rest } = choice ?? {};
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/** Ends a subscription whose reader has another address now; its old links end the new one. */
export function moveAway(roster: Roster = noRoster, id: string, movedTo: string, fresh: Fresh): RosterChange<LeaveOutcome> {
  const left = leave(roster, id, fresh);
  const subscriber = left.roster.subscribers[id];
  return left.outcome === 'left' && subscriber ? { ...left, roster: withSubscriber(left.roster, id, { ...subscriber, movedTo }, fresh.nonce) } : left;
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

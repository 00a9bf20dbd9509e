/** Joining with double opt-in: a wish, a mail, and the confirmation from the mailbox. Pure. */
import { noRoster, type RosterChange, withoutSubscriber, withSubscriber } from '../model/roster.ts';
import { type Choice, type Consent, type Roster, type Subscriber, subscriberId } from '../model/subscriber.ts';
import type { Fresh } from './roster.ts';

/** What a wish leads to; the page says the same whatever it is. */
export type AskOutcome =
  /** A mail that asks for the confirmation is to be sent. */
  | 'asked'
  /** A mail is to be sent that tells them of the subscription they have. */
  | 'active-before'
  /** The last mail is too recent. */
  | 'cooling'
  /** They called our mail spam: no form may have more sent to them. */
  | 'complained';

export type ConfirmOutcome = 'joined' | 'active-before' | 'expired' | 'unknown';

export interface Asking extends Fresh {
  readonly token: string;
  readonly consent: Consent;
  /** Milliseconds between two mails to one address, at least. */
  readonly coolDownMs: number;
  /** Id of the subscriber whose address it is to replace. */
  readonly instead?: string;
}

/** Writes the wish down. Until it is confirmed, nothing else about the subscriber changes. */
export function ask(roster: Roster = noRoster, address: string, { token, consent, coolDownMs, instead, nonce, now }: Asking): RosterChange<AskOutcome> {
  const id = subscriberId(address);
  const before = roster.subscribers[id];
  if (before?.state === 'complained') return { roster, outcome: 'complained' };
  const isRecent = before?.asked !== undefined && now.getTime() - Date.parse(before.asked.at) < coolDownMs;
  if (isRecent) return { roster, outcome: 'cooling' };
  const asked = { at: now.toISOString(), token, consent, ...(instead !== undefined && { instead }) };
  const subscriber: Subscriber = before ? { ...before, asked } : { address, state: 'pending', token, since: now.toISOString(), asked };
  return { roster: withSubscriber(roster, id, subscriber, nonce), outcome: before?.state === 'active' ? 'active-before' : 'asked' };
}

/** Makes a subscriber of who has confirmed. The link goes on working: it then belongs to the subscription. */
export function confirm(roster: Roster = noRoster, id: string, { nonce, now, validMs, choice }: Fresh & { readonly validMs: number; readonly choice?: Choice | undefined }): RosterChange<ConfirmOutcome> {
  const before = roster.subscribers[id];
  if (!before) return { roster, outcome: 'unknown' };
  if (before.state === 'active') return { roster, outcome: 'active-before' };
  if (!before.asked) return { roster, outcome: 'unknown' };
  if (isExpired(before, now, validMs)) return { roster, outcome: 'expired' };
  const { token, consent } = before.asked;
  const kept = choice ?? before.choice;
  const at = now.toISOString();
  const subscriber: Subscriber = { address: before.address, state: 'active', token, since: at, consent: { ...consent, confirmed: at }, ...(kept && { choice: kept }) };
  return { roster: withSubscriber(roster, id, subscriber, nonce), outcome: 'joined' };
}

/** Whether the wish is too old to be confirmed. */
export const isExpired = ({ asked }: Subscriber, now: Date, validMs: number): boolean => asked !== undefined && now.getTime() - Date.parse(asked.at) > validMs;

/** The roster without the wishes that nobody confirmed in time: of who never joined nothing is kept. */
export function withoutExpired(roster: Roster, { now, nonce, validMs }: Fresh & { readonly validMs: number }): Roster {
  const all = Object.entries(roster.subscribers);
  if (!all.some(([, subscriber]) => isExpired(subscriber, now, validMs))) return roster;
  const kept = all.flatMap(([id, subscriber]): [string, Subscriber][] => {
    if (!isExpired(subscriber, now, validMs)) return [[id, subscriber]];
    const { asked: _expired, ...rest } = subscriber;
    return subscriber.state === 'pending' ? [] : [[id, rest]];
  });
  return { ...roster, nonce, subscribers: Object.fromEntries(kept) };
}

/** Takes a wish back whose mail could not be sent, so that it can be made again at once. */
export function withdraw(roster: Roster = noRoster, id: string, token: string, nonce: string): Roster {
  const before = roster.subscribers[id];
  if (before?.asked?.token !== token) return roster;
  const { asked: _withdrawn, ...rest } = before;
  return before.state === 'pending' ? withoutSubscriber(roster, id, nonce) : withSubscriber(roster, id, rest, nonce);
}

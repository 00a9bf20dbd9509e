/** How the list changes by what is heard of mails. Pure; the same event again changes nothing. */
import { noRoster, type RosterChange, withSubscriber } from '../model/roster.ts';
import { type Roster, type SoftBounce, type Subscriber, subscriberId } from '../model/subscriber.ts';
import type { Heard } from './events.ts';

export type HeardOutcome =
  | 'bounced'
  | 'complained'
  /** One more mail in a row that came back for now. */
  | 'counted'
  /** A mail arrived, and the row begins anew. */
  | 'row-ended'
  /** It says nothing new, or is about a mail of before the subscription. */
  | 'nothing-new'
  | 'unknown';

/** Between two mails in a row to one who gets one a week: a week may have no issue. */
const weeklyGapDays = 16;
const dayMs = 86_400_000;

export interface HearOptions {
  readonly softBounces: number;
  readonly gapDays: number;
  readonly nonce: string;
  readonly now: Date;
}

/** What follows for the subscriber. `softBounces`: how many in a row give an address up; `gapDays`: between two mails in a row to one who gets every issue, at most. */
export function hear(roster: Roster = noRoster, heard: Heard, { softBounces, gapDays, nonce, now }: HearOptions): RosterChange<HeardOutcome> {
  const id = subscriberId(heard.address);
  const before = roster.subscribers[id];
  if (!before) return { roster, outcome: 'unknown' };
  const put = (next: Subscriber, outcome: HeardOutcome): RosterChange<HeardOutcome> => ({ roster: withSubscriber(roster, id, next, nonce), outcome });
  const stop = (state: 'bounced' | 'complained'): RosterChange<HeardOutcome> => {
    const { softBounces: _row, reason: _before, ...rest } = before;
    return put({ ...rest, state, since: now.toISOString(), ...(heard.reason !== undefined && { reason: heard.reason }) }, state);
  };
  const nothing: RosterChange<HeardOutcome> = { roster, outcome: 'nothing-new' };
  if (heard.kind === 'complaint') return before.state === 'complained' || isOutdated(before, heard) ? nothing : stop('complained');
  if (heard.kind === 'hard-bounce') {
    // Of one who is gone already the state says so, and more than this.
    return before.state === 'active' && !isOutdated(before, heard) ? stop('bounced') : nothing;
  }
  if (before.state !== 'active' || isOutdated(before, heard)) return nothing;
  if (heard.kind === 'delivery') {
    const later = (before.softBounces ?? []).filter(({ sent }) => sent > heard.sent);
    return later.length === (before.softBounces ?? []).length ? nothing : put(withRow(before, later), 'row-ended');
  }
  const gapMs = (before.choice?.every === 'week' ? weeklyGapDays : gapDays) * dayMs;
  const row = rowWith(before.softBounces ?? [], heard, softBounces * gapMs);
  if (row === before.softBounces) return nothing;
  return inARow(row, gapMs) >= softBounces ? stop('bounced') : put(withRow(before, row), 'counted');
}

/** Whether the mail is of before they (last) joined: that they came back says more. Mail is sent before its answer is stored, so times are not compared to the second. */
function isOutdated({ state, since }: Subscriber, { sent }: Heard): boolean {
  return state === 'active' && Date.parse(sent) < Date.parse(since) - 1000;
}

function withRow({ softBounces: _before, ...rest }: Subscriber, row: readonly SoftBounce[]): Subscriber {
  return { ...rest, ...(row.length > 0 && { softBounces: row }) };
}

/**
 * The mails that came back, with one more, in the order of sending; the same
 * list where it says nothing new. Of one day one mail counts: the pages' mails,
 * which strangers can cause, must not add up. What is so far back that it can't
 * be in a row with the newest is out.
 */
function rowWith(row: readonly SoftBounce[], { messageId, sent }: Heard, reachMs: number): readonly SoftBounce[] {
  const day = sent.slice(0, 10);
  if (row.some((one) => one.messageId === messageId || one.sent.slice(0, 10) === day)) return row;
  const all = [...row, { messageId, sent }].toSorted((a, b) => (a.sent < b.sent ? -1 : 1));
  const newest = Date.parse(all.at(-1)!.sent);
  const kept = all.filter((one) => newest - Date.parse(one.sent) <= reachMs);
  return kept.some((one) => one.messageId === messageId) ? kept : row;
}

/** How many of them, up to the newest, have no longer gap between them than two mails in a row. */
function inARow(row: readonly SoftBounce[], gapMs: number): number {
  const times = row.map(({ sent }) => Date.parse(sent));
  const broken = times.findLastIndex((time, n) => n > 0 && time - times[n - 1]! > gapMs);
  return broken === -1 ? times.length : times.length - broken;
}

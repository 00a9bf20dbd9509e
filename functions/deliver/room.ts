import type { Quota } from '../ports.ts';
import type { Plan } from './plan.ts';

export type Room = { readonly kind: 'room' } | { readonly kind: 'waiting' | 'refused'; readonly detail: string };

const hour = 3_600_000;

/** Yesterday's mails leave the quota as today's go out, where today's begin no earlier than this after them. */
const [daily, soonest, latest] = [24 * hour, 10 * 60_000, hour];

/**
 * Whether the account may send so many mails now. SES counts the last 24 hours:
 * at the same hour of the next day yesterday's issue is all still counted, and
 * leaves the count message by message while today's goes out. What was planned
 * a day ago therefore leaves room; without that, a list of more than half the
 * quota would go out later every day.
 */
export function roomFor(recipients: number, { perDay, remainingToday }: Quota, yesterday: Pick<Plan, 'at' | 'recipients'> | undefined, now: Date): Room {
  if (recipients > perDay) {
    return { kind: 'refused', detail: `${recipients} subscribers, but SES lets the account send ${perDay} mails in 24 hours: ask for a higher quota` };
  }
  const since = yesterday && now.getTime() - Date.parse(yesterday.at) - daily;
  const leaving = since !== undefined && since >= -soonest && since <= latest ? yesterday!.recipients : 0;
  if (recipients > remainingToday + leaving) {
    return { kind: 'waiting', detail: `${recipients} subscribers, but ${remainingToday} mails are left of the ${perDay} in 24 hours: waiting until there are enough` };
  }
  return { kind: 'room' };
}

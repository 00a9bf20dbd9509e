import type { Config } from '../config.ts';
import { leaverOf } from '../model/leaving.ts';
import { leave, type LeaveOutcome, noRoster } from '../model/roster.ts';
import { subscriberId, tokenMatches } from '../model/subscriber.ts';
import { type Weekday, weekdays } from '../model/weekday.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { changeRoster } from '../roster-change.ts';
import { type Heard, parseEvent } from './events.ts';
import { hear, type HeardOutcome } from './heard.ts';

export interface FeedbackPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly nonce: () => string;
}

/** One message of a topic. */
export interface TopicMessage {
  readonly topic: string;
  readonly text: string;
}

export type FeedbackReport =
  | { readonly outcome: 'heard'; readonly recipients: readonly HeardOutcome[] }
  /** It is none of our topic, or not what SES writes: nothing follows from it. */
  | { readonly outcome: 'foreign' | 'unreadable'; readonly detail: string };

/**
 * Takes in what one message says of the mails that went out: who bounced or
 * complained gets no more. SNS delivers at least once and in any order, and so
 * may this run. Rejects where the list can't be written, so that SNS tries again.
 */
export async function feedback(ports: FeedbackPorts, config: Pick<Config, 'feedback' | 'schedule'>, topic: string, message: TopicMessage): Promise<FeedbackReport> {
  const { log } = ports;
  const refused = (outcome: 'foreign' | 'unreadable', detail: string): FeedbackReport => {
    log('feedback', { level: 'ERROR', outcome, detail });
    return { outcome, detail };
  };
  if (message.topic !== topic) return refused('foreign', `it is of ${message.topic}`);
  const parsed = parseEvent(message.text);
  if (parsed.kind === 'unreadable') return refused('unreadable', parsed.detail);
  const recipients: HeardOutcome[] = [];
  for (const heard of parsed.heard) {
    const outcome = await take(ports, config, heard);
    log('feedback', { outcome, kind: heard.kind, messageId: heard.messageId });
    recipients.push(outcome);
  }
  return { outcome: 'heard', recipients };
}

const take = ({ store, clock, nonce }: FeedbackPorts, { feedback: { softBounces }, schedule }: Pick<Config, 'feedback' | 'schedule'>, heard: Heard): Promise<HeardOutcome> =>
  changeRoster(store, subscriberId(heard.address), (roster) => hear(roster, heard, { softBounces, gapDays: longestGap(schedule.days) + 2, nonce: nonce(), now: clock() }));

/** Days between two issues, at most. */
function longestGap(days: readonly Weekday[]): number {
  const on = weekdays.flatMap((day, n) => (days.includes(day) ? [n] : []));
  return Math.max(...on.map((day, n) => (on[n + 1] ?? on[0]! + 7) - day));
}

/** Ends the subscription that the subject of a received mail names, whoever wrote it: the token in it is the right to. Rejects as `feedback` does. */
export async function leaveByMail({ store, clock, log, nonce }: FeedbackPorts, subject: string): Promise<LeaveOutcome> {
  const leaver = leaverOf(subject);
  const outcome = leaver
    ? await changeRoster(store, leaver.id, (roster) => {
        const subscriber = roster?.subscribers[leaver.id];
        const isOwn = subscriber !== undefined && tokenMatches(subscriber.token, leaver.token);
        return isOwn ? leave(roster, leaver.id, { nonce: nonce(), now: clock() }) : { roster: roster ?? noRoster, outcome: 'unknown' as const };
      })
    : 'unknown';
  log('unsubscribe', { outcome, by: 'mail' });
  return outcome;
}

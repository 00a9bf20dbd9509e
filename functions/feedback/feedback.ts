import type { Config } from '../config.ts';
import { subscribersKey } from '../keys.ts';
import { type Roster, shardOfId, subscriberId } from '../model/subscriber.ts';
import { update } from '../objects.ts';
import type { Clock, Log, Store } from '../ports.ts';
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
export async function feedback(ports: FeedbackPorts, config: Pick<Config, 'feedback'>, topic: string, message: TopicMessage): Promise<FeedbackReport> {
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

async function take({ store, clock, nonce }: FeedbackPorts, { feedback: { softBounces } }: Pick<Config, 'feedback'>, heard: Heard): Promise<HeardOutcome> {
  let outcome: HeardOutcome = 'unknown';
  await update<Roster>(store, subscribersKey(shardOfId(subscriberId(heard.address))), (roster) => {
    const changed = hear(roster, heard, { softBounces, nonce: nonce(), now: clock() });
    outcome = changed.outcome;
    return changed.roster === roster || outcome === 'unknown' ? undefined : changed.roster;
  });
  return outcome;
}

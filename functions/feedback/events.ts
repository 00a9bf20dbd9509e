/**
 * What SES says of a mail, over SNS: in the form of identity notifications
 * (https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html) or of
 * event publishing (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html).
 * Pure. Fields that are not known are passed over, as AWS asks for.
 */
import { parseMailbox } from '../model/address.ts';

/** What became of one recipient's mail. */
export interface Heard {
  readonly kind:
    /** The address takes no mail. */
    | 'hard-bounce'
    /** It came back for now. */
    | 'soft-bounce'
    /** Its reader called it spam. */
    | 'complaint'
    /** The receiving server took it. */
    | 'delivery';
  readonly address: string;
  /** SES's id of the mail. */
  readonly messageId: string;
  /** ISO time at which the mail was sent. */
  readonly sent: string;
  /** What the receiving server said. */
  readonly reason?: string;
}

export type Parsed =
  /** May be empty: of what is not about delivery, nothing follows. */
  | { readonly kind: 'heard'; readonly heard: readonly Heard[] }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Reads the text of one SNS message. */
export function parseEvent(text: string): Parsed {
  // SES tries the topic when it is set up, in words of its own.
  if (/^Successfully validated SNS topic/.test(text)) return { kind: 'heard', heard: [] };
  const event = objectOf(text);
  if (event?.['notificationType'] === 'AmazonSnsSubscriptionSucceeded') return { kind: 'heard', heard: [] };
  if (!event) return { kind: 'unreadable', detail: 'it is not a JSON object' };
  const type = event['eventType'] ?? event['notificationType'];
  const mail = event['mail'];
  if (typeof type !== 'string' || !isRecord(mail)) return { kind: 'unreadable', detail: 'it has no eventType or notificationType, or no mail' };
  const { messageId, timestamp } = mail;
  if (typeof messageId !== 'string' || typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp))) return { kind: 'unreadable', detail: 'its mail has no messageId, or no timestamp' };
  const about = { messageId, sent: new Date(timestamp).toISOString() };
  const destination = listOf(mail['destination']);
  const all = (kind: Heard['kind'], recipients: readonly Recipient[]): Parsed => ({ kind: 'heard', heard: recipients.map((recipient) => ({ kind, ...recipient, ...about })) });
  switch (type) {
    case 'Bounce': {
      const bounce = isRecord(event['bounce']) ? event['bounce'] : {};
      if (isAutomaticReply(bounce)) return { kind: 'heard', heard: [] };
      return all(bounce['bounceType'] === 'Permanent' ? 'hard-bounce' : 'soft-bounce', recipientsOf(bounce['bouncedRecipients'], destination));
    }
    case 'Complaint': {
      const complaint = isRecord(event['complaint']) ? event['complaint'] : {};
      // They have taken it out of the spam folder (RFC 6430): the opposite of a complaint.
      if (complaint['complaintFeedbackType'] === 'not-spam') return { kind: 'heard', heard: [] };
      return all('complaint', recipientsOf(complaint['complainedRecipients'], destination));
    }
    case 'Delivery': {
      const delivery = isRecord(event['delivery']) ? event['delivery'] : {};
      return all('delivery', recipientsOf(delivery['recipients'], destination));
    }
    default:
      return { kind: 'heard', heard: [] };
  }
}

/**
 * Whether it is somebody's out-of-office reply, which SES calls a transient
 * bounce of the subtype General: no server reports a failure in it. The mail
 * has arrived, and a holiday must not cost a reader the subscription
 * (https://repost.aws/knowledge-center/ses-understand-soft-bounces).
 */
function isAutomaticReply({ bounceType, bounceSubType, bouncedRecipients }: Record<string, unknown>): boolean {
  const isReport = (one: unknown): boolean => isRecord(one) && (one['status'] !== undefined || one['diagnosticCode'] !== undefined || one['action'] !== undefined);
  return bounceType === 'Transient' && bounceSubType === 'General' && !listOf(bouncedRecipients).some(isReport);
}

type Recipient = Pick<Heard, 'address' | 'reason'>;

/**
 * The recipients of an event. Each of our mails goes to one address, which is
 * its destination: where that one forwards, the event may name another, which
 * the list does not know.
 */
function recipientsOf(given: unknown, destination: readonly unknown[]): Recipient[] {
  const named = listOf(given).flatMap((one): Recipient[] => {
    const { emailAddress, diagnosticCode } = isRecord(one) ? one : { emailAddress: one, diagnosticCode: undefined };
    const address = addressOf(emailAddress);
    if (address === undefined) return [];
    return [{ address, ...(typeof diagnosticCode === 'string' && { reason: diagnosticCode.slice(0, 300) }) }];
  });
  const only = destination.length === 1 ? addressOf(destination[0]) : undefined;
  if (only === undefined) return named;
  return [{ ...named[0], address: only }];
}

const addressOf = (given: unknown): string | undefined => (typeof given === 'string' ? parseMailbox(given)?.address : undefined);
const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : []);
const isRecord = (given: unknown): given is Record<string, unknown> => typeof given === 'object' && given !== null && !Array.isArray(given);

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

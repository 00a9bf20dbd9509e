import type { Mail, Submission } from '../ports.ts';

/** What is read of an error of the SDK; every part may be missing, as where no answer came at all. */
export interface SendError {
  readonly name?: string;
  readonly message?: string;
  /** Node's code of a failed connection. */
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly cause?: unknown;
}

/** No connection came about, so not a byte of the message has left. */
const neverConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** Refusals that say something of this message or its address, and nothing of the next one. */
const ofThisMessage = /^(MessageRejected|InvalidParameterValue|ValidationError)/;

/** Refusals under the name MessageRejected that hold for every message of the account. */
const ofTheAccount = /sending (is )?(paused|suspended|disabled)|account .*(paused|suspended|shut ?down)|sending suspended/i;

/**
 * What an error of SendRawEmail means for the message
 * (https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html,
 * https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html).
 *
 * - No answer, a timeout, a lost connection or a 5xx: `uncertain`. SES may have
 *   accepted it before the answer was lost.
 * - No connection at all: `throttled`, as the message can't have been accepted
 *   and the same may succeed in a moment.
 * - A 4xx is a refusal. Only those that are known to speak of this message
 *   reject it. What is not known halts: better that the operator looks than
 *   that every reader in turn is struck off for a fault of the account.
 */
export function submissionOf(error: SendError, mail: Pick<Mail, 'to'>): Submission {
  const { name = 'Error', message = '' } = error;
  const reason = withoutAddress(`${name}: ${message}`, mail.to);
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) {
    if (neverConnected.test(error.code ?? '')) return { kind: 'throttled', reason };
    // Without credentials nothing can be signed, let alone sent.
    return { kind: name === 'CredentialsProviderError' ? 'halted' : 'uncertain', reason };
  }
  // Below 400: an answer that could not be read, maybe a good one.
  if (status >= 500 || status < 400 || status === 408) return { kind: 'uncertain', reason };
  if (/daily (message|sending) quota/i.test(message)) return { kind: 'halted', reason };
  if (/throttl/i.test(name) || status === 429 || /rate exceeded/i.test(message)) return { kind: 'throttled', reason };
  if (!ofThisMessage.test(name) || ofTheAccount.test(message)) return { kind: 'halted', reason };
  if (/not verified/i.test(message)) return { kind: recipientIsAtFault(message, mail.to) ? 'rejected' : 'halted', reason };
  return { kind: 'rejected', reason };
}

/**
 * "Email address is not verified. The following identities failed the check in
 * region EU-WEST-1: a@example.com, b@example.com" names the sender where the
 * sender is at fault, which stops every message, and the recipient where the
 * account is in the sandbox, which stops this one.
 */
function recipientIsAtFault(message: string, to: string): boolean {
  const identities = message.split(/region [\w-]+: ?/i)[1]?.split(/,\s*/) ?? [];
  return identities.length > 0 && identities.every((identity) => bare(identity) === bare(to));
}

const bare = (address: string): string => address.replace(/^.*<|>.*$/g, '').trim().toLowerCase();

/** Reasons are logged and kept; addresses are neither. */
function withoutAddress(reason: string, to: string): string {
  const quoted = to.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return reason.replace(new RegExp(quoted, 'gi'), '(the address)');
}

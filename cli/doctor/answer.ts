/** What came of asking somebody: what was found, or why it is not known. */

/** Why something is not known. `detail` is the answer's own word, or ''. */
export interface Failure {
  readonly kind: 'failed';
  readonly reason: 'no-region' | 'no-credentials' | 'refused-credentials' | 'denied' | 'no-answer' | 'error';
  readonly detail: string;
  /** The right that the question needs, such as `ses:GetAccount`; '' where it needs none. */
  readonly permission: string;
}

export type Answer<T> = { readonly kind: 'found'; readonly value: T } | Failure;

export const found = <T>(value: T): Answer<T> => ({ kind: 'found', value });

/** What was found, or undefined. */
export const valueOf = <T>(answer: Answer<T> | undefined): T | undefined => (answer?.kind === 'found' ? answer.value : undefined);

/** Names of errors by which AWS's services say the same in many ways. */
const denied = /^(AccessDenied|AuthorizationError|Unauthorized|NotAuthorized)/;
const refused = /^(ExpiredToken|TokenRefreshRequired|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|InvalidToken|AuthFailure|RequestExpired|RequestTimeTooSkewed|OptInRequired)/;
const silent = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ETIMEOUT|ESERVFAIL|EREFUSED|EHOSTUNREACH|ENETUNREACH|ECANCELLED|UND_ERR_\w+)$/;

/** What an error of an AWS client, of DNS or of fetch means. */
export function failureOf(error: unknown, permission = ''): Failure {
  const { name = 'Error', message = String(error), code = '', cause } = error as { name?: string; message?: string; code?: string; cause?: { code?: string } };
  const failed = (reason: Failure['reason'], detail: string): Failure => ({ kind: 'failed', reason, detail, permission });
  if (/^Region (is missing|not accepted)/.test(message)) return failed('no-region', '');
  if (name === 'CredentialsProviderError') return failed('no-credentials', message);
  if (refused.test(name)) return failed('refused-credentials', name);
  if (denied.test(name) || denied.test(code)) return failed('denied', '');
  const network = [code, cause?.code ?? ''].find((each) => silent.test(each));
  if (network !== undefined) return failed('no-answer', network);
  // As the SDK says of what is no answer of AWS: a proxy's page, or that of a hotel's network.
  if (/^Unknown(Error)?$/.test(message)) return failed('no-answer', 'another server answers in place of AWS');
  if (name === 'TimeoutError' || name === 'AbortError') return failed('no-answer', 'too late');
  return failed('error', `${name}: ${message.split('\n')[0]}`);
}

/** Asks, and gives up after so many milliseconds. Never rejects. `permission` is what the question needs of AWS. */
export async function ask<T>(question: (signal: AbortSignal) => Promise<T>, { permission = '', withinMs = 12_000 } = {}): Promise<Answer<T>> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('no answer in time'), { name: 'TimeoutError' }));
      controller.abort();
    }, withinMs);
  });
  try {
    return found(await Promise.race([question(controller.signal), late]));
  } catch (error) {
    return failureOf(error, permission);
  } finally {
    clearTimeout(timer);
  }
}

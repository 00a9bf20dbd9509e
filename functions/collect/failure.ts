/** What a failed fetch tells the operator: one line for each way in which servers and networks fail. */
import { STATUS_CODES } from 'node:http';
import type { FetchFailure } from '../model/feed.ts';
import { PrivateAddressError } from './guard.ts';

export const failure = (reason: FetchFailure['reason'], detail: string): FetchFailure => ({ kind: 'failed', reason, detail });

export const timedOut = (seconds: number): FetchFailure =>
  failure('timeout', `no complete answer within ${seconds} seconds`);

/** `bytes` where the server announced it. */
export function tooLarge(maxBytes: number, bytes?: number): FetchFailure {
  const much = bytes === undefined ? 'more' : `${megabytes(bytes)}, more`;
  return failure('too-large', `answered with ${much} than the ${megabytes(maxBytes)} allowed`);
}

const megabytes = (bytes: number): string =>
  bytes >= 1_000_000 ? `${Number((bytes / 1_000_000).toFixed(1))} MB` : `${Math.ceil(bytes / 1000)} kB`;

const advice: Readonly<Record<number, string>> = {
  401: ': the feed asks for a login',
  403: ': the server refuses to give the feed',
  404: ': nothing there, check the URL',
  410: ': gone for good, it is not asked again; take the feed out of newsletter.yaml',
  429: ': asked too often',
};

/** An answer of `host` that is neither a document nor "not modified". */
export function httpFailure(status: number, host: string, retryAfter: number | undefined): FetchFailure {
  const phrase = advice[status] ?? (STATUS_CODES[status] ? `: ${STATUS_CODES[status].toLowerCase()}` : '');
  return { ...failure('http-status', `HTTP ${status}${phrase}`), status, host, ...(retryAfter !== undefined && { retryAfter }) };
}

const networkDetails: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  ENODATA: 'no such host',
  EAI_AGAIN: 'the name server did not answer',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the server closed the connection',
  EPIPE: 'the server closed the connection',
  UND_ERR_SOCKET: 'the server closed the connection before the answer was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer broke off',
  UND_ERR_HEADERS_OVERFLOW: 'the answer has too many headers',
  ENETUNREACH: 'the network is unreachable',
  EHOSTUNREACH: 'the host is unreachable',
  EADDRNOTAVAIL: 'the host is unreachable',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate lacks the intermediate one',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its TLS certificate is of an unknown authority',
};

const timeouts = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** What an error of undici, net, tls, dns or zlib means. */
export function networkFailure(error: unknown, host: string): FetchFailure {
  for (const cause of causes(error)) {
    if (cause instanceof PrivateAddressError) {
      return failure('private-address', `${host} is at a private address (${cause.address})`);
    }
    const code = String((cause as NodeJS.ErrnoException).code ?? '');
    if (timeouts.has(code)) return failure('timeout', `${host} did not answer in time`);
    if (code.startsWith('HPE_')) return failure('unreachable', `${host} did not answer in HTTP`);
    if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_') || code.startsWith('ERR_PADDING')) {
      return failure('unreachable', 'the compressed answer is damaged');
    }
    if (networkDetails[code]) return failure('unreachable', `${host}: ${networkDetails[code]}`);
    if (/^ERR_(SSL|TLS)|^EPROTO|CERT/.test(code)) return failure('unreachable', `${host}: TLS failed (${code})`);
  }
  const message = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : String(error);
  return failure('unreachable', `${host}: ${message || 'the request failed'}`);
}

/** The error, its causes, and the errors of an attempt at several addresses. */
function* causes(error: unknown): Generator<object> {
  for (let depth = 0, next: unknown = error; depth < 5 && typeof next === 'object' && next !== null; depth++) {
    yield next;
    if (next instanceof AggregateError) yield* next.errors.filter((inner) => typeof inner === 'object' && inner !== null);
    next = (next as { cause?: unknown }).cause;
  }
}

/** Fetches one feed's document over HTTP: conditionally, within bounds, and never from a private address. */
import { Agent, request, type Dispatcher } from 'undici';
import type { FetchedDocument, FetchFailure, Fetched, Validators } from '../model/feed.ts';
import type { Fetch } from '../ports.ts';
import { answerOf, header, type Headers } from './answer.ts';
import { acceptEncoding, drop, readBody } from './body.ts';
import { failure, httpFailure, networkFailure, timedOut, tooLarge } from './failure.ts';
import { guardedLookup, isPublicAddress, literalAddress, type Permits, type Resolve } from './guard.ts';

export interface FetchOptions {
  /** Says who asks and where to complain: servers refuse anonymous pollers. */
  readonly userAgent: string;
  /** Lifts the address guard; only for the local stack's own sample feeds. */
  readonly allowPrivate: boolean;
  /** Decoded bytes of a document, at most. Default 10,000,000. */
  readonly maxBytes?: number;
  /** From the first look-up to the last byte, redirects included. Default 20,000. */
  readonly timeoutMs?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** Stand in for the real ones in tests. */
  readonly resolve?: Resolve;
  readonly permits?: Permits;
}

/** Connections to one host at a time. */
export const connectionsPerHost = 4;

const accept = [
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml',
  'application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
].join(', ');

/**
 * Makes the fetch port over undici. One connection for each request: a frozen
 * Lambda would otherwise wake up to sockets that died meanwhile.
 */
export function makeFetch(options: FetchOptions): Fetch {
  const { maxBytes = 10_000_000, timeoutMs = 20_000, maxRedirects = 5 } = options;
  const permits = options.allowPrivate ? undefined : (options.permits ?? isPublicAddress);
  const dispatcher = new Agent({
    pipelining: 0,
    // Redirects of many hosts can lead to one.
    connections: connectionsPerHost,
    maxHeaderSize: 64 * 1024,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs, ...(permits && { lookup: guardedLookup(permits, options.resolve) }) },
  });
  const hop: Hop = { ...options, maxBytes, dispatcher };
  return async (url, validators) => {
    // The one deadline over all hops: a server that drips bytes never trips the timeouts between bytes.
    const deadline = AbortSignal.timeout(timeoutMs);
    let from = url;
    let movedTo: string | undefined;
    let permanent = true;
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const target = checked(from, permits, redirects > 0);
      if ('kind' in target) return target;
      const result = await oneHop(target, validators, deadline, hop).catch((error: unknown) =>
        deadline.aborted ? timedOut(timeoutMs / 1000) : networkFailure(error, target.hostname));
      if (result.kind === 'failed') return result.status === 410 && permanent ? { ...result, gone: true } : result;
      if (result.kind !== 'redirect') return { ...result, ...(movedTo !== undefined && { movedTo }) };
      from = result.to;
      permanent &&= result.permanent;
      if (permanent) movedTo = from;
    }
    return failure('too-many-redirects', `redirects more than ${maxRedirects} times, at last to ${shown(from)}`);
  };
}

interface Hop extends Pick<FetchOptions, 'userAgent'> {
  readonly maxBytes: number;
  readonly dispatcher: Dispatcher;
}
interface Redirect {
  readonly kind: 'redirect';
  readonly to: string;
  /** 301 and 308: the old address has had its day (RFC 9110 sections 15.4.2 and 15.4.9). */
  readonly permanent: boolean;
}

/** The URL if it may be asked at all. */
function checked(url: string, permits: Permits | undefined, redirected: boolean): URL | FetchFailure {
  const way = redirected ? 'redirects to ' : '';
  if (!URL.canParse(url)) return failure('bad-url', `${way}${redirected ? 'an address that is no URL' : 'not a URL'}: ${shown(url)}`);
  const target = new URL(url);
  if (!/^https?:$/.test(target.protocol)) return failure('bad-url', `${way}${target.protocol} URL: only http and https are fetched`);
  if (target.username || target.password) return failure('bad-url', `${way}${redirected ? 'a' : 'the'} URL with a user name or password: take them out`);
  const address = literalAddress(target.hostname);
  if (permits && address !== undefined && !permits(address)) {
    return failure('private-address', redirected ? `redirects to a private address (${address})` : `a private address (${address})`);
  }
  target.hash = '';
  return target;
}

async function oneHop(url: URL, validators: Validators, signal: AbortSignal, hop: Hop): Promise<Fetched | Redirect> {
  const { statusCode, headers, body } = await request(url.href, {
    dispatcher: hop.dispatcher,
    signal,
    headers: { 'user-agent': hop.userAgent, accept, 'accept-encoding': acceptEncoding, ...conditions(validators) },
  });
  const location = header(headers, 'location');
  if ([301, 302, 303, 307, 308].includes(statusCode) && location !== undefined) {
    const to = URL.canParse(location, url.href) ? new URL(location, url.href).href : location;
    return drop(body, { kind: 'redirect', to, permanent: statusCode === 301 || statusCode === 308 });
  }
  const answer = answerOf(headers, new Date());
  const asked = validators.etag !== undefined || validators.lastModified !== undefined;
  if (statusCode === 304 && asked) {
    // It has no body: its end is at hand, and to destroy it costs more.
    await body.dump();
    return { kind: 'not-modified', ...answer };
  }
  if (statusCode < 200 || statusCode > 299) return drop(body, httpFailure(statusCode, url.host, answer.retryAfter));
  const read = await document(url, headers, body, hop.maxBytes);
  return read.kind === 'failed' ? read : { ...read, ...answer, partial: statusCode === 226 };
}

/** Asks for what changed, or where the server can tell (RFC 3229), for the new items alone. */
function conditions({ etag, lastModified }: Validators): Record<string, string> {
  if (etag === undefined && lastModified === undefined) return {};
  return {
    ...(etag !== undefined && { 'if-none-match': etag, 'a-im': 'feed' }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

async function document(
  url: URL,
  headers: Headers,
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<Omit<FetchedDocument, 'partial'> | FetchFailure> {
  const encoding = [headers['content-encoding']].flat().filter(Boolean).join(',');
  const announced = Number(header(headers, 'content-length'));
  if (encoding === '' && announced > maxBytes) return drop(body, tooLarge(maxBytes, announced));
  const read = await readBody(body, encoding, maxBytes);
  if (read.kind === 'too-large') return tooLarge(maxBytes);
  if (read.kind === 'unknown-coding') return failure('unreachable', `answered in an unknown content coding (${read.coding})`);
  const [etag, lastModified] = [validator(header(headers, 'etag')), validator(header(headers, 'last-modified'))];
  return {
    kind: 'document',
    body: read.bytes,
    contentType: header(headers, 'content-type'),
    url: url.href,
    validators: { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) },
  };
}

/** A validator as it was given. undici reads and writes headers as UTF-8, and sends none with characters past U+00FF: one that can't be sent back unchanged is no use. */
function validator(value: string | undefined): string | undefined {
  return value !== undefined && /^[\t\x20-\x7e\x80-\xff]{1,1000}$/.test(value) ? value : undefined;
}

/** A URL in a message for the operator: without credentials, not endless. */
const shown = (url: string): string => url.replace(/\/\/[^/@]*@/, '//').slice(0, 200);

/** Fetches one feed's document over HTTP: conditionally, within bounds, and never from a private address. */
import { Agent, request, type Dispatcher } from 'undici';
import type { FetchedDocument, FetchFailure, Fetched, Validators } from '../model/feed.ts';
import type { Fetch } from '../ports.ts';
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
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const target = checked(from, permits, redirects > 0);
      if ('kind' in target) return target;
      const result = await oneHop(target, validators, deadline, hop).catch((error: unknown) =>
        deadline.aborted ? timedOut(timeoutMs / 1000) : networkFailure(error, target.hostname));
      if (result.kind !== 'redirect') return result;
      from = result.to;
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
    headers: {
      'user-agent': hop.userAgent,
      accept,
      'accept-encoding': acceptEncoding,
      ...(validators.etag !== undefined && { 'if-none-match': validators.etag }),
      ...(validators.lastModified !== undefined && { 'if-modified-since': validators.lastModified }),
    },
  });
  const header = (name: string): string | undefined => [headers[name]].flat()[0];
  const location = header('location');
  if ([301, 302, 303, 307, 308].includes(statusCode) && location !== undefined) {
    return drop(body, { kind: 'redirect', to: URL.canParse(location, url.href) ? new URL(location, url.href).href : location });
  }
  const asked = validators.etag !== undefined || validators.lastModified !== undefined;
  if (statusCode === 304 && asked) return drop(body, { kind: 'not-modified' });
  if (statusCode < 200 || statusCode > 299) return drop(body, httpFailure(statusCode, header('retry-after'), Date.now()));
  return document(url, headers, body, hop.maxBytes);
}

async function document(
  url: URL,
  headers: Dispatcher.ResponseData['headers'],
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<FetchedDocument | FetchFailure> {
  const header = (name: string): string | undefined => [headers[name]].flat()[0];
  const encoding = [headers['content-encoding']].flat().filter(Boolean).join(',');
  const announced = Number(header('content-length'));
  if (encoding === '' && announced > maxBytes) return drop(body, tooLarge(maxBytes, announced));
  const read = await readBody(body, encoding, maxBytes);
  if (read.kind === 'too-large') return tooLarge(maxBytes);
  if (read.kind === 'unknown-coding') return failure('unreachable', `answered in an unknown content coding (${read.coding})`);
  const [etag, lastModified] = [validator(header('etag')), validator(header('last-modified'))];
  return {
    kind: 'document',
    body: read.bytes,
    contentType: header('content-type'),
    url: url.href,
    validators: { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) },
  };
}

/** A validator as it was given. One with bytes that can't be sent back unchanged is no use. */
function validator(value: string | undefined): string | undefined {
  return value !== undefined && /^[\x20-\x7e]{1,1000}$/.test(value) ? value : undefined;
}

/** A URL in a message for the operator: without credentials, not endless. */
const shown = (url: string): string => url.replace(/\/\/[^/@]*@/, '//').slice(0, 200);

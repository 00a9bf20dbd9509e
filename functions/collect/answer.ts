/** What the headers of an answer say of the next time. */
import CachePolicy from 'http-cache-semantics';
import type { Answer } from '../model/feed.ts';
import { parseDate } from './dates.ts';

/** Header names in lower case, as undici gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a header. */
export const header = (headers: Headers, name: string): string | undefined => [headers[name]].flat()[0];

/**
 * How long the answer stays fresh and whether the server wants to be left alone.
 * Freshness is what is declared (Cache-Control, Expires, less Age: RFC 9111
 * section 4.2), not the guess by Last-Modified that caches may make.
 */
export function answerOf(headers: Headers, now: Date): Pick<Answer, 'freshFor' | 'retryAfter'> {
  const retryAfter = retryAfterSeconds(header(headers, 'retry-after'), now);
  const freshFor = freshSeconds(headers);
  return { ...(freshFor > 0 && { freshFor }), ...(retryAfter !== undefined && { retryAfter }) };
}

function freshSeconds(headers: Headers): number {
  const joined = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
  // A 304 (and a 226) speaks of the document that it confirms.
  const policy = new CachePolicy({ method: 'GET', headers: {} }, { status: 200, headers: joined }, { shared: false, cacheHeuristic: 0 });
  // Not timeToLive: that counts the time for which a stale answer may be used as well.
  return Math.round(policy.maxAge() - policy.age());
}

/** Seconds from now (RFC 9110 section 10.2.3); undefined for what is neither a number nor a date. */
function retryAfterSeconds(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  const date = parseDate(value);
  return date === undefined ? undefined : Math.max(0, Math.ceil((Date.parse(date) - now.getTime()) / 1000));
}

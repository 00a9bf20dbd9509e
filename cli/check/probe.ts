/** Asks one feed once, as a first poll would, and keeps nothing. */
import { decode } from '../../functions/collect/charset.ts';
import type { ParsedFeed } from '../../functions/collect/parse.ts';
import { nextAfterFailure, nextAfterSuccess } from '../../functions/collect/schedule.ts';
import type { FailureReason, Feed, FetchedDocument } from '../../functions/model/feed.ts';
import type { FeedPorts } from '../feed-ports.ts';
import { feedCandidates } from '../feeds/discover.ts';
import { adviceFor } from './advice.ts';

export interface Probe {
  readonly name: string;
  readonly url: string;
  readonly status: 'ok' | 'failed' | 'no-feed';
  readonly format?: ParsedFeed['format'];
  readonly items?: number;
  /** Date of the newest item that has one. ISO time. */
  readonly lastItem?: string;
  /** When it would be polled next. ISO time. */
  readonly nextPoll: string;
  readonly reason?: FailureReason;
  /** What is wrong, or worth a look, and what to do about it. */
  readonly notes: readonly string[];
}

/** No item in so many days: worth a look. */
const quietDays = 90;

/** Never rejects for what a feed or its server does. */
export async function probe({ fetch, parse }: FeedPorts, feed: Pick<Feed, 'name' | 'url'>, everyMinutes: number, now: Date): Promise<Probe> {
  const { name, url } = feed;
  const fetched = await fetch(url, {});
  const failed = (status: 'failed' | 'no-feed', reason: FailureReason, notes: readonly string[], retryAfter?: number): Probe =>
    ({ name, url, status, reason, nextPoll: nextAfterFailure(now, everyMinutes, 1, retryAfter), notes: notes.filter((note) => note !== '') });
  if (fetched.kind === 'failed') return failed('failed', fetched.reason, [fetched.detail, adviceFor(fetched.reason, fetched.status)], fetched.retryAfter);
  if (fetched.kind === 'not-modified') return failed('failed', 'http-status', ['answered “not modified” without being asked: its server is at fault']);
  const parsed = await parse(fetched);
  if (parsed.kind === 'failed') return failed('failed', parsed.reason, [parsed.detail, adviceFor(parsed.reason, undefined)]);
  if (parsed.kind === 'not-a-feed') return failed('no-feed', 'not-a-feed', [parsed.detail, namedFeed(fetched) ?? adviceFor('not-a-feed', undefined)]);
  const lastItem = newest(parsed, now);
  return {
    name, url, status: 'ok', format: parsed.format, items: parsed.items.length,
    ...(lastItem !== undefined && { lastItem }),
    nextPoll: nextAfterSuccess(now, everyMinutes, fetched, parsed.rhythm),
    notes: [
      ...(fetched.movedTo === undefined ? [] : [`has moved to ${fetched.movedTo}: it is followed there after a few polls, nothing to do`]),
      ...(parsed.items.length === 0 ? ['has no items at the moment'] : []),
      ...(lastItem !== undefined && now.getTime() - Date.parse(lastItem) > quietDays * 86_400_000 ? ['has nothing new for months: is it still written?'] : []),
    ],
  };
}

/** An item can be dated ahead; what is yet to come is not the last, but for clocks that differ. */
function newest({ items }: ParsedFeed, now: Date): string | undefined {
  const dates = items.flatMap(({ published }) => published ?? []).filter((date) => Date.parse(date) <= now.getTime() + 3_600_000);
  return dates.sort().at(-1);
}

/** The feed that an HTML page names as its own. */
function namedFeed({ body, contentType, url }: FetchedDocument): string | undefined {
  const named = feedCandidates(decode(body, contentType), url).advertised[0];
  return named && `it names ${named.url} as its feed: write that instead`;
}

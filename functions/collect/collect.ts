/** The run of the collect stage: polls every due feed, a few at a time. */
import pMap from 'p-map';
import type { Feed } from '../model/feed.ts';
import type { Log } from '../ports.ts';
import { pollFeed, report0, type FeedReport, type PollOptions, type PollPorts } from './poll.ts';

export type { FeedReport } from './poll.ts';

export interface CollectPorts extends PollPorts {
  readonly log: Log;
}

export interface CollectOptions extends PollOptions {
  /** Feeds polled at the same time. Default 8. */
  readonly concurrency?: number;
  /** From this moment on (by the clock port) no further feed is begun. */
  readonly deadline?: Date;
}

export interface CollectReport {
  /** One for each feed, in the order given. */
  readonly feeds: readonly FeedReport[];
  /** New items. */
  readonly fresh: number;
  /** Feeds that were asked for their document. */
  readonly polled: number;
  /** Feeds that failed or gave no feed. */
  readonly failed: number;
  readonly notReached: number;
}

/**
 * Polls the feeds that are due and stores what is new. What one feed does never
 * stops the others. If the store fails, no further feed is begun, and the run
 * rejects with the store's error once those in flight have ended.
 */
export async function collect(ports: CollectPorts, feeds: readonly Feed[], options: CollectOptions): Promise<CollectReport> {
  const broken: unknown[] = [];
  const reports = await pMap(feeds, async (feed): Promise<FeedReport> => {
    const late = options.deadline !== undefined && ports.clock() >= options.deadline;
    if (late || broken.length > 0) return report0(feed);
    try {
      const report = await pollFeed(ports, feed, options);
      const { outcome, items, fresh, detail } = report;
      ports.log('collect.feed', { feed: feed.id, url: feed.url, outcome, items, fresh, ...(detail !== undefined && { detail }) });
      return report;
    } catch (error) {
      broken.push(error);
      return report0(feed);
    }
  }, { concurrency: options.concurrency ?? 8 });
  if (broken.length > 0) throw broken[0];
  const report = summary(reports);
  const { feeds: _, ...totals } = report;
  ports.log('collect.done', { feeds: reports.length, ...totals });
  return report;
}

function summary(feeds: readonly FeedReport[]): CollectReport {
  const count = (...outcomes: FeedReport['outcome'][]): number => feeds.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    feeds,
    fresh: feeds.reduce((sum, { fresh }) => sum + fresh, 0),
    polled: feeds.length - count('not-due', 'not-reached'),
    failed: count('failed', 'not-a-feed'),
    notReached: count('not-reached'),
  };
}

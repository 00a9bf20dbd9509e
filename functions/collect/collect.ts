/** The run of the collect stage: polls every due feed, a few at a time. */
import pMap from 'p-map';
import type { Feed } from '../model/feed.ts';
import type { Log } from '../ports.ts';
import { byHost, type HostWork, pollHosts } from './hosts.ts';
import { holdFeed, pollFeed, type PollOptions, type PollPorts } from './poll.ts';
import { type FeedReport, hasFailed, notReached, wasAsked } from './report.ts';

export type { FeedReport } from './report.ts';

export interface CollectPorts extends PollPorts {
  readonly log: Log;
}

export interface CollectOptions extends PollOptions {
  /** Feeds polled at the same time. Default 8: as many documents of the largest size fit into 512 MB, with the thread that parses them. */
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
 * stops the others; a host that asks to be left alone is, by all its feeds. If
 * the store fails, no further feed is begun, and the run rejects with the
 * store's error once those in flight have ended.
 */
export async function collect(ports: CollectPorts, feeds: readonly Feed[], options: CollectOptions): Promise<CollectReport> {
  const broken: unknown[] = [];
  const reports = new Map<string, FeedReport>();
  const unlessBroken = async (work: () => Promise<void>): Promise<void> => {
    if (broken.length === 0) await work().catch((error: unknown) => void broken.push(error));
  };

  const onHost = (ofHost: readonly Feed[]): HostWork => {
    let busyUntil: string | undefined;
    const poll = async (feed: Feed): Promise<void> => {
      if (options.deadline !== undefined && ports.clock() >= options.deadline) return;
      if (busyUntil !== undefined) return void reports.set(feed.id, { ...notReached(feed), outcome: 'host-busy', nextPoll: busyUntil });
      const done = await pollFeed(ports, feed, options);
      if (done.busyUntil !== undefined && done.busyUntil > (busyUntil ?? '')) busyUntil = done.busyUntil;
      reports.set(feed.id, done.report);
      logged(ports.log, done.report);
    };
    const end = async (): Promise<void> => {
      const until = busyUntil;
      if (until !== undefined) await pMap(ofHost, (feed) => holdFeed(ports, feed, until), { concurrency: 8 });
    };
    return { poll: (feed) => unlessBroken(() => poll(feed)), end: () => unlessBroken(end) };
  };

  await pollHosts(byHost(feeds, ports.random), options.concurrency ?? 8, onHost);
  if (broken.length > 0) throw broken[0];
  const report = summary(feeds.map((feed) => reports.get(feed.id) ?? notReached(feed)));
  const { feeds: _, ...totals } = report;
  ports.log('collect.done', { feeds: feeds.length, ...totals });
  return report;
}

function logged(log: Log, { feed, url, outcome, items, fresh, reason, detail, movedTo }: FeedReport): void {
  const optional = { reason, detail, movedTo };
  log('collect.feed', { feed, url, outcome, items, fresh, ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) });
}

function summary(feeds: readonly FeedReport[]): CollectReport {
  return {
    feeds,
    fresh: feeds.reduce((sum, { fresh }) => sum + fresh, 0),
    polled: feeds.filter(wasAsked).length,
    failed: feeds.filter(hasFailed).length,
    notReached: feeds.filter(({ outcome }) => outcome === 'not-reached').length,
  };
}

/** The report as metrics. */
export const metricsOf = ({ feeds, polled, fresh }: CollectReport): Record<string, number> => ({ FeedsPolled: polled, NewItems: fresh, FeedsFailingPercent: failingPercent(feeds) });

/** Failures in a row from which a feed counts as failing: one alone is seldom the feed's fault. */
const failingFrom = 3;

/** Of all feeds, not of those asked: who fails is asked ever more rarely. */
const failingPercent = (feeds: readonly FeedReport[]): number =>
  feeds.length === 0 ? 0 : Math.round((1000 * feeds.filter(({ failures = 0 }) => failures >= failingFrom).length) / feeds.length) / 10;

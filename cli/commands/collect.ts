import { collect, type CollectReport, type FeedReport } from '../../functions/collect/collect.ts';
import type { Config } from '../../functions/config.ts';
import { feedsOf } from '../../functions/model/feed.ts';
import type { Log } from '../../functions/ports.ts';
import type { Context } from '../context.ts';
import { withFeedPorts } from '../feed-ports.ts';
import { count, table } from '../output.ts';

/** Polls every due feed of the newsletter, or with `all` every feed, and keeps what is new in the folder. */
export async function collectFeeds({ stack, options, out }: Context, config: Config, all = false): Promise<CollectReport> {
  const feeds = feedsOf(config);
  let done = 0;
  const log: Log = (event) => {
    if (event === 'collect.feed') out.progress(`collecting: ${++done} of ${count(feeds.length, 'feed')}`);
  };
  // Not all of the stack: a bucket has no folder, and says so where it is asked for one.
  const { store, clock, nonce, random } = stack;
  return withFeedPorts(config, options, (ports) => collect({ store, clock, nonce, random, ...ports, log }, feeds, { everyMinutes: config.collect.everyMinutes, all }));
}

/** What the collecting did, for a person, and whether it did its job: it did not where every feed it asked failed. */
export function collectSummary({ feeds, fresh, polled, failed }: CollectReport): { readonly lines: string[]; readonly ok: boolean } {
  const guarded = feeds.some(({ reason }) => reason === 'private-address');
  const lines = [
    `collect   ${count(fresh, 'new item')} from ${count(polled, 'feed')}${failed > 0 ? `, ${failed} failed` : ''}`,
    ...table(feeds.map((feed) => [`  ${feed.name}`, said(feed)])),
    ...(guarded ? ['  feeds of your own network are fetched with --allow-private only'] : []),
  ];
  return { lines, ok: polled === 0 || failed < polled };
}

function said({ outcome, items, fresh, detail, nextPoll, movedTo }: FeedReport): string {
  const moved = movedTo === undefined ? '' : `; it has moved to ${movedTo}, which is asked instead`;
  switch (outcome) {
    case 'new':
      return `${fresh} new of ${count(items, 'item')}${moved}`;
    case 'nothing-new':
      return `nothing new in ${count(items, 'item')}${moved}`;
    case 'not-modified':
      return `not modified${moved}`;
    case 'not-due':
      return `not due until ${nextPoll ?? 'later'}`;
    case 'host-busy':
      return `its host asked to be left alone until ${nextPoll ?? 'later'}`;
    case 'retired':
      return 'gone for good (HTTP 410): take it out of newsletter.yaml, or ask once more with collect --all';
    case 'not-reached':
      return 'not reached in time';
    case 'failed':
      return `failed: ${detail ?? 'for an unknown reason'}`;
    case 'not-a-feed':
      return `no feed: ${detail ?? 'it could not be read as one'}`;
  }
}

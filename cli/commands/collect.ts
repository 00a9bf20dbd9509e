import { collect, type CollectReport } from '../../functions/collect/collect.ts';
import { makeFetch } from '../../functions/collect/fetch.ts';
import { userAgent } from '../../functions/collect/user-agent.ts';
import type { Config } from '../../functions/config.ts';
import type { Log } from '../../functions/ports.ts';
import type { Context } from '../context.ts';
import { count, table } from '../output.ts';

/** Polls every due feed of the newsletter, or with `all` every feed, and keeps what is new in the folder. */
export async function collectFeeds({ stack, options, out }: Context, config: Config, all = false): Promise<CollectReport> {
  const feeds = config.sections.flatMap((section) => section.feeds);
  let done = 0;
  const log: Log = (event) => {
    if (event === 'collect.feed') out.progress(`collecting: ${++done} of ${count(feeds.length, 'feed')}`);
  };
  const fetch = makeFetch({ userAgent: userAgent(config), allowPrivate: options.allowPrivate });
  return collect({ ...stack, fetch, log }, feeds, { everyMinutes: config.collectEvery, all });
}

/** What the collecting did, for a person, and whether it did its job: it did not where every feed it asked failed. */
export function collectSummary({ feeds, fresh, polled, failed }: CollectReport): { readonly lines: string[]; readonly ok: boolean } {
  const guarded = feeds.some(({ detail }) => detail?.includes('private address'));
  const rows = feeds.map(({ name, outcome, items, fresh: isNew, detail, nextPoll }) => [`  ${name}`, said(outcome, items, isNew, detail, nextPoll)]);
  const lines = [
    `collect   ${count(fresh, 'new item')} from ${count(polled, 'feed')}${failed > 0 ? `, ${failed} failed` : ''}`,
    ...table(rows),
    ...(guarded ? ['  feeds of your own network are fetched with --allow-private only'] : []),
  ];
  return { lines, ok: polled === 0 || failed < polled };
}

function said(outcome: CollectReport['feeds'][number]['outcome'], items: number, fresh: number, detail?: string, nextPoll?: string): string {
  switch (outcome) {
    case 'new':
      return `${fresh} new of ${count(items, 'item')}`;
    case 'nothing-new':
      return `nothing new in ${count(items, 'item')}`;
    case 'not-modified':
      return 'not modified';
    case 'not-due':
      return `not due until ${nextPoll ?? 'later'}`;
    case 'not-reached':
      return 'not reached in time';
    case 'failed':
      return `failed: ${detail ?? 'for an unknown reason'}`;
    case 'not-a-feed':
      return `no feed: ${detail ?? 'it could not be read as one'}`;
  }
}

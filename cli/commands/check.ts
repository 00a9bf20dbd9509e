import type { Config } from '../../functions/config.ts';
import { type Feed, feedsOf } from '../../functions/model/feed.ts';
import type { Probe } from '../check/probe.ts';
import { probeAll } from '../check/probe-all.ts';
import type { FeedsContext } from '../feeds/context.ts';
import { count, table } from '../output.ts';
import { relativeTime } from '../relative-time.ts';

/** Probes every feed of the newsletter, or those of the addresses given, and prints how each does. True where all can be collected. */
export async function checkFeeds({ options, out }: FeedsContext, config: Config, addresses: readonly string[]): Promise<boolean> {
  const now = options.now ?? new Date();
  const feeds = addresses.length === 0 ? feedsOf(config) : addresses.map((url): Feed => feedsOf(config).find((feed) => feed.url === url) ?? { id: url, url, name: url, maxStories: 1, weight: 1, include: [], exclude: [] });
  const results = await probeAll(config, feeds, options, now, out);
  const failed = results.filter(({ status }) => status !== 'ok');
  out.report(checkLines(results, now), { checked: results.length, failed: failed.length, feeds: results });
  return failed.length === 0;
}

function checkLines(results: readonly Probe[], now: Date): string[] {
  const failed = results.filter(({ status }) => status !== 'ok').length;
  const rows = results.map((result) => [
    result.name,
    result.status.replace('-', ' '),
    result.format ?? '-',
    String(result.items ?? '-'),
    result.lastItem === undefined ? '-' : relativeTime(new Date(result.lastItem), now),
    relativeTime(new Date(result.nextPoll), now),
    result.notes.join('; '),
  ]);
  return [
    ...table([['FEED', 'STATUS', 'FORMAT', 'ITEMS', 'LAST ITEM', 'NEXT POLL', 'WHAT TO KNOW'], ...rows]),
    '',
    failed === 0 ? `${count(results.length, 'feed')}, all can be collected` : `${count(results.length, 'feed')}, ${failed} can't be collected`,
  ];
}

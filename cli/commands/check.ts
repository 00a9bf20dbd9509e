import pMap from 'p-map';
import { byHost, pollHosts } from '../../functions/collect/hosts.ts';
import type { Config } from '../../functions/config.ts';
import { type Feed, feedsOf } from '../../functions/model/feed.ts';
import { type Probe, probe } from '../check/probe.ts';
import { withFeedPorts } from '../feed-ports.ts';
import type { FeedsContext } from '../feeds/context.ts';
import { count, table } from '../output.ts';
import { relativeTime } from '../relative-time.ts';

/** Probes every feed of the newsletter, or those of the addresses given, and prints how each does. True where all can be collected. */
export async function checkFeeds({ options, out }: FeedsContext, config: Config, addresses: readonly string[]): Promise<boolean> {
  const now = options.now ?? new Date();
  const feeds = addresses.length === 0 ? feedsOf(config) : addresses.map((url): Feed => feedsOf(config).find((feed) => feed.url === url) ?? { id: url, url, name: url, maxStories: 1, weight: 1, include: [], exclude: [] });
  const probes = new Map<string, Probe>();
  await withFeedPorts(config, options, async (ports) => {
    const poll = async (feed: Feed): Promise<void> => {
      probes.set(feed.id, await probe(ports, feed, config.collect.everyMinutes, now));
      out.progress(`checking: ${probes.size} of ${count(feeds.length, 'feed')}`);
    };
    const valid = feeds.filter(({ url }) => URL.canParse(url));
    await pMap(feeds.filter((feed) => !valid.includes(feed)), poll);
    await pollHosts(byHost(valid, () => 0), 8, () => ({ poll, end: () => Promise.resolve() }));
  });
  const results = feeds.map(({ id }) => probes.get(id)!);
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

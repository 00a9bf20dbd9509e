/** Asks every feed once. */
import { byHost, pollHosts } from '../../functions/collect/hosts.ts';
import type { Config } from '../../functions/config.ts';
import { feedsOf } from '../../functions/model/feed.ts';
import { type Probe, probe } from '../check/probe.ts';
import type { GlobalOptions } from '../context.ts';
import { withFeedPorts } from '../feed-ports.ts';
import { count, type Output } from '../output.ts';

/** In the order of newsletter.yaml. */
export async function findFeeds(config: Config, options: Pick<GlobalOptions, 'allowPrivate'>, now: Date, out: Pick<Output, 'progress'>): Promise<readonly Probe[]> {
  const feeds = feedsOf(config);
  const probes = new Map<string, Probe>();
  await withFeedPorts(config, options, (ports) =>
    pollHosts(byHost(feeds, () => 0), 8, () => ({
      poll: async (feed) => {
        probes.set(feed.id, await probe(ports, feed, config.collect.everyMinutes, now));
        out.progress(`asking feeds: ${probes.size} of ${count(feeds.length, 'feed')}`);
      },
      end: () => Promise.resolve(),
    })),
  );
  return feeds.map(({ id }) => probes.get(id)!);
}

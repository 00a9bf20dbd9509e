import pMap from 'p-map';
import { byHost, pollHosts } from '../../functions/collect/hosts.ts';
import type { Config } from '../../functions/config.ts';
import type { Feed } from '../../functions/model/feed.ts';
import type { GlobalOptions } from '../context.ts';
import { withFeedPorts } from '../feed-ports.ts';
import { count, type Output } from '../output.ts';
import { type Probe, probe } from './probe.ts';

/** Asks each of the feeds once, its host no more than others at a time. In the order given. */
export async function probeAll(config: Config, feeds: readonly Feed[], options: Pick<GlobalOptions, 'allowPrivate'>, now: Date, out: Pick<Output, 'progress'>): Promise<readonly Probe[]> {
  const probes = new Map<string, Probe>();
  await withFeedPorts(config, options, async (ports) => {
    const poll = async (feed: Feed): Promise<void> => {
      probes.set(feed.id, await probe(ports, feed, config.collect.everyMinutes, now));
      out.progress(`asking feeds: ${probes.size} of ${count(feeds.length, 'feed')}`);
    };
    const valid = feeds.filter(({ url }) => URL.canParse(url));
    await pMap(feeds.filter((feed) => !valid.includes(feed)), poll);
    await pollHosts(byHost(valid, () => 0), 8, () => ({ poll, end: () => Promise.resolve() }));
  });
  return feeds.map(({ id }) => probes.get(id)!);
}

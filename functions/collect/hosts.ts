/** Feeds by host: a host gets few requests at a time, and no host holds up another. */
import pLimit from 'p-limit';
import pMap from 'p-map';
import type { Feed } from '../model/feed.ts';

/** Feeds of one host that are polled at the same time. */
const perHost = 2;

/** The feeds of each host (and port), all in a random order: a run that ends early, or a host that soon has enough, leaves out others each time. */
export function byHost(feeds: readonly Feed[], random: () => number): Feed[][] {
  const hosts = new Map<string, Feed[]>();
  for (const { feed } of feeds.map((each) => ({ feed: each, order: random() })).sort((a, b) => a.order - b.order)) {
    const { host } = new URL(feed.url);
    const group = hosts.get(host);
    if (group) group.push(feed);
    else hosts.set(host, [feed]);
  }
  return [...hosts.values()];
}

/** What is done with one host's feeds: `poll` with each, then `end` once. */
export interface HostWork {
  readonly poll: (feed: Feed) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Goes through all hosts at once, `concurrency` feeds at a time in all. */
export async function pollHosts(hosts: readonly Feed[][], concurrency: number, work: (feeds: readonly Feed[]) => HostWork): Promise<void> {
  const slots = pLimit(concurrency);
  await Promise.all(hosts.map(async (feeds) => {
    const { poll, end } = work(feeds);
    await pMap(feeds, (feed) => slots(() => poll(feed)), { concurrency: perHost });
    await end();
  }));
}

import { randomUUID } from 'node:crypto';
import config from 'dawnpost:config';
import { awsQueue, awsStore } from '../aws.ts';
import { withoutAddresses } from '../aws/guarded.ts';
import { jsonLog } from '../aws/log.ts';
import { emfMetrics } from '../aws/metrics.ts';
import { feedsOf } from '../model/feed.ts';
import { collect, type CollectReport, metricsOf } from './collect.ts';
import { feedsOfPart, type PartMessage, partsOf } from './fan-out.ts';
import { makeFetch } from './fetch.ts';
import { makeParser } from './parser.ts';
import { userAgent } from './user-agent.ts';

const ports = {
  store: awsStore(),
  fetch: makeFetch({ userAgent: userAgent(config), allowPrivate: false }),
  // Bundled beside this file.
  parse: makeParser({ script: new URL('./parse-worker.mjs', import.meta.url) }).parse,
  log: jsonLog,
  clock: () => new Date(),
  nonce: randomUUID,
  random: Math.random,
};
const metrics = emfMetrics();
const feeds = feedsOf(config);
const parts = partsOf(feeds.length, config.collect.feedsPerRun);
const queue = parts.length > 0 ? awsQueue<PartMessage>() : undefined;

/** Time that a feed begun last may take: its fetch (20 s), parsing it after the seven before it (15 s each at most), its writes. */
const lastFeedMs = 150_000;

/** Of the schedule, or of the queue with one part. */
interface Event {
  readonly Records?: readonly { readonly body: string }[];
}
type Totals = Omit<CollectReport, 'feeds'>;

/** What a poll finds bears its own time, not the one the schedule was due at: many feeds are polled one after the other. */
export const handler = withoutAddresses(async ({ Records }: Event, context: { getRemainingTimeInMillis(): number }): Promise<Totals | { readonly parts: number }> => {
  if (Records === undefined && queue) {
    await queue.send(parts);
    return { parts: parts.length };
  }
  const deadline = new Date(Date.now() + context.getRemainingTimeInMillis() - lastFeedMs);
  const mine = Records === undefined ? feeds : Records.flatMap(({ body }) => feedsOfPart(feeds, JSON.parse(body) as PartMessage));
  const report = await collect(ports, mine, { ...config.collect, deadline });
  metrics(metricsOf(report));
  const { feeds: _, ...totals } = report;
  return totals;
});

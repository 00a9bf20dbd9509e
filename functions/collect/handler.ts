import { randomUUID } from 'node:crypto';
import config from 'dawnpost:config';
import { awsStore, jsonLog } from '../aws.ts';
import { collect, type CollectReport } from './collect.ts';
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
const feeds = config.sections.flatMap((section) => section.feeds);

/** Time that a feed begun last may take: its fetch, its parsing, its writes. */
const lastFeedMs = 60_000;

/** Started by the schedule. What a poll finds bears its own time, not the one the schedule was due at: many feeds are polled one after the other. */
export function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<CollectReport> {
  const deadline = new Date(Date.now() + context.getRemainingTimeInMillis() - lastFeedMs);
  return collect(ports, feeds, { everyMinutes: config.collectEvery, deadline });
}

/** What it takes to ask feeds for their documents and to read them. */
import { makeFetch } from '../functions/collect/fetch.ts';
import { makeParser, type Parse } from '../functions/collect/parser.ts';
import { userAgent } from '../functions/collect/user-agent.ts';
import type { Config } from '../functions/config.ts';
import type { Fetch } from '../functions/ports.ts';
import type { GlobalOptions } from './context.ts';

export interface FeedPorts {
  readonly fetch: Fetch;
  readonly parse: Parse;
}

/** Does the work with the ports, and ends what they started. */
export async function withFeedPorts<T>(config: Pick<Config, 'name' | 'from' | 'replyTo' | 'url'>, options: Pick<GlobalOptions, 'allowPrivate'>, work: (ports: FeedPorts) => Promise<T>): Promise<T> {
  const parser = makeParser({ script: new URL('./parse-worker.js', import.meta.url) });
  try {
    return await work({ fetch: makeFetch({ userAgent: userAgent(config), allowPrivate: options.allowPrivate }), parse: parser.parse });
  } finally {
    await parser.close();
  }
}

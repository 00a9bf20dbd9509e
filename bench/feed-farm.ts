/** Many feeds on many hosts, served by a process of its own so that its work is not counted with a collector's. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { said } from './said.ts';

/** What the server saw since it was last asked. */
export interface Counts {
  /** Feeds served whole exactly once. */
  readonly whole: number;
  /** Feeds answered 304 exactly once. */
  readonly notModified: number;
  readonly requests: number;
  readonly connections: number;
}

export interface ToServer {
  /** Count over this many. */
  readonly feeds: number;
}
export type FromServer =
  | { readonly kind: 'ready'; readonly port: number; readonly bytes: number; readonly items: readonly number[] }
  | { readonly kind: 'counts'; readonly counts: Counts };

export interface FeedFarm {
  /** Of all feeds' documents. */
  readonly bytes: number;
  /** Items in the first so many feeds. */
  items(feeds: number): number;
  /** The addresses of the first so many feeds. */
  urls(feeds: number): string[];
  /** Says what was fetched, and begins to count anew. */
  counts(feeds: number): Promise<Counts>;
  close(): void;
}

const hosts = 250;

export async function startFarm(feeds: number): Promise<FeedFarm> {
  const child = fork(fileURLToPath(new URL('feed-server.ts', import.meta.url)), [String(feeds)]);
  const ready = await said<FromServer>(child, 'the feed server');
  if (ready.kind !== 'ready') throw new Error('the feed server did not start');
  const { port, bytes, items } = ready;
  return {
    bytes,
    items: (count) => items.slice(0, count).reduce((sum, n) => sum + n, 0),
    urls: (count) => Array.from({ length: count }, (_, n) => `http://127.0.1.${1 + (n % hosts)}:${port}/feeds/${n}.xml`),
    async counts(count) {
      const answer = said<FromServer>(child, 'the feed server');
      child.send({ feeds: count } satisfies ToServer);
      const message = await answer;
      if (message.kind !== 'counts') throw new Error('the feed server lost count');
      return message.counts;
    },
    close: () => child.disconnect(),
  };
}

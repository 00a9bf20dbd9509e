import { collect, type CollectOptions, type CollectPorts } from '../../functions/collect/collect.ts';
import { parseFeed } from '../../functions/collect/parse.ts';
import { feedKey } from '../../functions/keys.ts';
import type { Feed, Fetched, FetchedDocument, FetchFailure, FeedState, Validators } from '../../functions/model/feed.ts';
import type { ItemsFile } from '../../functions/model/item.ts';
import { memoryStore } from './memory-store.ts';

export const feedOf = (id: string): Feed => ({ id, url: `https://${id}.example.org/feed`, name: id.toUpperCase(), maxStories: 5, weight: 1, include: [], exclude: [] });
export const document = (ids: readonly string[], validators: Validators = {}, more: Partial<FetchedDocument> = {}): Fetched => ({
  kind: 'document',
  body: Buffer.from(`<rss version="2.0"><channel>${ids.map((id) => `<item><title>Item ${id}</title><guid isPermaLink="false">${id}</guid></item>`).join('')}</channel></rss>`),
  contentType: 'text/xml', url: 'https://a.example.org/feed', validators, partial: false, ...more,
});
export const failure = (retryAfter?: number, more: Partial<FetchFailure> = {}): Fetched => ({ kind: 'failed', reason: 'http-status', detail: 'HTTP 503', ...(retryAfter && { retryAfter }), ...more });

/** A world in which the answers and the time are set by the test. */
export function world(store = memoryStore()) {
  const asked: { url: string; validators: Validators }[] = [];
  let nonce = 0;
  const self = {
    store,
    asked,
    now: new Date('2025-03-01T06:00:00Z'),
    answer: (_url: string): Fetched | Promise<Fetched> => document([]),
    state: (id: string) => JSON.parse(store.objects.get(feedKey(id))!.body) as FeedState,
    items: () => [...store.objects].filter(([key]) => key.startsWith('items/')).map(([, { body }]) => JSON.parse(body) as ItemsFile),
    later: (minutes: number) => void (self.now = new Date(self.now.getTime() + minutes * 60_000)),
    ports: {} as CollectPorts,
    run: (feeds = [feedOf('a')], options: Partial<CollectOptions> = {}) => collect(self.ports, feeds, { everyMinutes: 30, ...options }),
  };
  self.ports = {
    store, log: () => {}, clock: () => self.now, nonce: () => `n${++nonce}`, random: () => 0, parse: parseFeed,
    fetch: async (url, validators) => {
      asked.push({ url, validators });
      return self.answer(url);
    },
  };
  return self;
}

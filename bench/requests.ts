/**
 * Counts the requests that a month of a newsletter makes, by running the real
 * stages over a store that counts, and prices them. Run: npx tsx bench/requests.ts
 */
import { fileURLToPath } from 'node:url';
import { dollarsOf, price } from '../cli/prices.ts';
import { collect } from '../functions/collect/collect.ts';
import { parseFeed } from '../functions/collect/parse.ts';
import { parseConfigText } from '../functions/config-file.ts';
import { countAnswers } from '../functions/deliver/brake.ts';
import { deliver } from '../functions/deliver/deliver.ts';
import { frozenIssues } from '../functions/deliver/frozen.ts';
import { rosterReader } from '../functions/deliver/rosters.ts';
import { plan } from '../functions/deliver/plan.ts';
import { loadTemplates } from '../functions/digest/compile.ts';
import { publish } from '../functions/digest/publish.ts';
import { feedsOf, type Fetched } from '../functions/model/feed.ts';
import type { Created, IssueMessage, Mailer, Replaced, Store, Stored } from '../functions/ports.ts';
import { subscribersKey } from '../functions/keys.ts';
import { shardOfId, type Subscriber, subscriberId } from '../functions/model/subscriber.ts';

const feedCount = 20;
const pollsADay = 48;

interface Counts {
  get: number;
  put: number;
}

/** The bucket in memory, one list request for each 1,000 keys; S3 prices LIST as PUT. */
function countingStore(counts: Counts): Store {
  const objects = new Map<string, Stored>();
  let versions = 0;
  const put = (key: string, body: string): string => {
    const etag = String(++versions);
    objects.set(key, { body, etag });
    return etag;
  };
  return {
    get: (key) => {
      counts.get += 1;
      return Promise.resolve(objects.get(key));
    },
    getIfChanged: (key, etag) => {
      counts.get += 1;
      const stored = objects.get(key);
      return Promise.resolve(stored?.etag === etag ? 'unchanged' : stored);
    },
    create: (key, body): Promise<Created> => {
      counts.put += 1;
      return Promise.resolve(objects.has(key) ? { kind: 'exists' } : { kind: 'created', etag: put(key, body) });
    },
    replace: (key, body, etag): Promise<Replaced> => {
      counts.put += 1;
      return Promise.resolve(objects.get(key)?.etag === etag ? { kind: 'replaced', etag: put(key, body) } : { kind: 'conflict' });
    },
    async *list(prefix, after = '') {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
      counts.put += Math.max(1, Math.ceil(keys.length / 1000));
      yield* await Promise.resolve(keys);
    },
    async *listTagged(prefix, after) {
      for await (const key of this.list(prefix, after)) yield { key, etag: objects.get(key)!.etag };
    },
    forgetPast: () => Promise.resolve(),
  };
}

function config() {
  const feeds = Array.from({ length: feedCount }, (_, n) => ({ url: `https://feed${n}.example.org/rss` }));
  const text = JSON.stringify({ name: 'Bench', from: 'b@example.com', postalAddress: 'x', sections: [{ title: 'All', feeds }] });
  const loaded = parseConfigText(text, 'bench');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}

/** Each feed has something new at a quarter of its polls. */
function fetchAt(poll: number) {
  return (url: string): Promise<Fetched> => {
    const feed = Number(/\d+/.exec(url)![0]);
    if ((poll + feed) % 4 !== 0) return Promise.resolve({ kind: 'not-modified' });
    const item = `<item><guid>${feed}-${poll}</guid><title>Story ${poll} of feed ${feed}, as told</title><link>${url}/${poll}</link></item>`;
    const body = new TextEncoder().encode(`<rss version="2.0"><channel><title>F</title>${item}</channel></rss>`);
    return Promise.resolve({ kind: 'document', body, contentType: 'text/xml', url, validators: {}, partial: false });
  };
}

function subscribe(store: Store, readers: number): Promise<unknown> {
  const shards = new Map<string, Record<string, Subscriber>>();
  for (let n = 0; n < readers; n++) {
    const address = `reader${n}@example.org`;
    const id = subscriberId(address);
    const shard = shards.get(shardOfId(id)) ?? {};
    shard[id] = { address, state: 'active', token: 'x'.repeat(22), since: '2026-01-01T00:00:00Z' };
    shards.set(shardOfId(id), shard);
  }
  return Promise.all([...shards].map(([shard, subscribers]) => store.create(subscribersKey(shard), JSON.stringify({ version: 1, nonce: '', subscribers }))));
}

async function day(readers: number) {
  const counts: Counts = { get: 0, put: 0 };
  const store = countingStore(counts);
  await subscribe(store, readers);
  counts.get = counts.put = 0;
  const newsletter = config();
  const templates = await loadTemplates(fileURLToPath(new URL('../templates', import.meta.url)), newsletter.look.palettes);
  const start = Date.parse('2026-03-01T07:00:00Z');
  const ports = { store, log: () => undefined, random: () => 0.5, sleep: () => Promise.resolve(), nonce: () => 'n' };
  for (let poll = 0; poll < pollsADay; poll++) {
    const clock = () => new Date(start + poll * 1_800_000);
    await collect({ ...ports, clock, fetch: fetchAt(poll), parse: parseFeed }, feedsOf(newsletter), newsletter.collect);
  }
  const collected = { ...counts };
  const queued: IssueMessage[] = [];
  const queue = { send: (sent: readonly IssueMessage[]) => Promise.resolve(void queued.push(...sent)) };
  const now = new Date(start + 86_400_000);
  await publish({ ...ports, queue }, newsletter, templates, { now, baseUrl: 'https://news.example.com', nonce: 'n' });
  let mails = 0;
  const mailer: Mailer = {
    quota: () => Promise.resolve({ perSecond: Infinity, perDay: Infinity, remainingToday: Infinity }),
    send: () => Promise.resolve({ kind: 'submitted', messageId: `message-${mails++}` }),
  };
  const delivering = { ...ports, mailer, clock: () => now, issues: frozenIssues(store, newsletter), answers: countAnswers(), rosters: rosterReader(store) };
  const { next } = await plan(delivering, newsletter, queued[0]!);
  const parts = (next?.messages ?? []).filter((message) => 'shard' in message);
  for (const part of parts) await deliver(delivering, newsletter, part, { worker: 'bench' });
  // SQS: ten messages a request sent, each received and deleted by itself.
  const sqs = [queued.length, parts.length].reduce((sum, sent) => sum + Math.ceil(sent / 10) + 2 * sent, 0);
  return { collected, sent: { get: counts.get - collected.get, put: counts.put - collected.put }, sqs, mails };
}

/** Of a worker, as README advises to choose their number: at a lower rate they wait, which is paid for too. */
const mailsPerWorkerSecond = 50;
/** Half a GB. */
const workerSecond = price.lambdaSecond / 2;

const money = (value: number): string => value.toFixed(2).padStart(9);
console.log(`${feedCount} feeds polled ${pollsADay} times a day, one issue a day, 30 days; US dollars`);
console.log('readers    S3 collecting  S3 delivering       SQS    Lambda       SES   beside SES');
for (const readers of [1000, 10_000, 100_000, 1_000_000]) {
  const { collected, sent, sqs, mails } = await day(readers);
  const month = dollarsOf({ ...sent, sqs, mails });
  const lambda = (mails / mailsPerWorkerSecond) * workerSecond;
  const beside = ((month.s3 + month.sqs + lambda) / month.ses) * 100;
  console.log(`${readers.toLocaleString('en').padEnd(9)}  ${[dollarsOf(collected).s3, month.s3, month.sqs, lambda, month.ses].map((value) => money(30 * value)).join(' ')}   ${beside.toFixed(2)} %`);
}

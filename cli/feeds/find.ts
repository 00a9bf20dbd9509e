/** Finds the feed of an address: the address itself, or what its page names, or where feeds usually are. */
import { decode } from '../../functions/collect/charset.ts';
import type { ParsedFeed } from '../../functions/collect/parse.ts';
import type { FetchedDocument, FetchFailure } from '../../functions/model/feed.ts';
import type { FeedPorts } from '../feed-ports.ts';
import { type Candidate, feedCandidates, once, usualAddresses } from './discover.ts';

export interface FoundFeed {
  readonly kind: 'found';
  /** To ask it by. */
  readonly url: string;
  /** Where the answer came from in the end. */
  readonly answered: string;
  /** One line; may be empty. */
  readonly title: string;
  readonly format: ParsedFeed['format'];
  readonly items: number;
  readonly from: 'given' | 'advertised' | 'linked' | 'usual';
  /** The page that led to it, where it was not given itself. */
  readonly page?: string;
  /** What else the page names. */
  readonly others: readonly Candidate[];
}

/** One address that was tried, and why it is no feed. */
interface Tried {
  readonly url: string;
  readonly detail: string;
}
export interface NoFeed {
  readonly kind: 'none';
  readonly detail: string;
  readonly isPrivate: boolean;
  readonly tried: readonly Tried[];
}

/** Requests for candidates of each kind, at most. */
const most = { advertised: 6, linked: 4, usual: 14 };

/** `addresses` are ways to write the one address: the first that answers counts. */
export async function findFeed(ports: FeedPorts, addresses: readonly string[], onTry: (url: string) => void = () => {}): Promise<FoundFeed | NoFeed> {
  const failures: (Tried & FetchFailure)[] = [];
  for (const url of addresses) {
    onTry(url);
    const answer = await ask(ports, url);
    if (answer.kind === 'feed') return { ...found(url, answer, 'given'), others: [] };
    if (answer.kind === 'page') return onPage(ports, answer, onTry);
    failures.push({ ...answer.failure, url });
    // A server that answers is there; only where none does is the other way worth a try.
    if (answer.failure.reason !== 'unreachable' && answer.failure.reason !== 'timeout') break;
  }
  const { detail } = failures.at(-1)!;
  return { kind: 'none', detail, isPrivate: failures.some(({ reason }) => reason === 'private-address'), tried: failures.map(({ url, detail: why }) => ({ url, detail: why })) };
}

interface Page {
  readonly kind: 'page';
  readonly document: FetchedDocument;
  readonly detail: string;
}
interface Feed {
  readonly kind: 'feed';
  readonly feed: ParsedFeed;
  readonly answered: string;
  readonly movedTo: string | undefined;
}
type Answer = Feed | Page | { readonly kind: 'failed'; readonly failure: FetchFailure };

async function ask({ fetch, parse }: FeedPorts, url: string): Promise<Answer> {
  const fetched = await fetch(url, {});
  if (fetched.kind === 'failed') return { kind: 'failed', failure: fetched };
  if (fetched.kind === 'not-modified') return { kind: 'failed', failure: { kind: 'failed', reason: 'http-status', detail: 'HTTP 304 without being asked' } };
  const parsed = await parse(fetched);
  return parsed.kind === 'feed' ? { kind: 'feed', feed: parsed, answered: fetched.url, movedTo: fetched.movedTo } : { kind: 'page', document: fetched, detail: parsed.detail };
}

function found(asked: string, { feed, answered, movedTo }: Feed, from: FoundFeed['from']): Omit<FoundFeed, 'others'> {
  return { kind: 'found', url: lasting(asked, movedTo), answered, title: feed.title, format: feed.format, items: feed.items.length, from };
}

/** Where to ask from now on: where the server says that it has moved for good. */
export function lasting(asked: string, movedTo: string | undefined): string {
  const url = new URL(movedTo !== undefined && !(asked.startsWith('https:') && movedTo.startsWith('http:')) ? movedTo : asked);
  url.hash = '';
  return url.href;
}

async function onPage(ports: FeedPorts, { document, detail }: Page, onTry: (url: string) => void): Promise<FoundFeed | NoFeed> {
  const page = document.url;
  const { advertised, linked } = feedCandidates(decode(document.body, document.contentType), page);
  const tried = new Map<string, string>();
  const isHtml = detail.startsWith('an HTML page');
  const ways = [['advertised', advertised], ['linked', linked], ['usual', isHtml ? usualAddresses(page) : []]] as const;
  const silent = new Set<string>();
  for (const [from, candidates] of ways) {
    const untried = candidates.filter(({ url }) => !tried.has(url)).slice(0, most[from]);
    for (const { url } of untried) {
      // A host that does not answer, or wants to be left alone, is not asked again.
      if (silent.has(new URL(url).host)) continue;
      onTry(url);
      const answer = await ask(ports, url);
      if (answer.kind === 'feed') return { ...found(url, answer, from), page, others: othersOf([...advertised, ...linked], tried, url) };
      tried.set(url, answer.kind === 'failed' ? answer.failure.detail : answer.detail);
      if (answer.kind === 'failed' && (answer.failure.status ?? 429) === 429) silent.add(new URL(url).host);
    }
  }
  const named = advertised.length > 0 ? 'it names feeds, but none can be read' : 'it names no feed, and none is where feeds usually are';
  return {
    kind: 'none',
    detail: isHtml ? `an HTML page; ${named}` : detail,
    isPrivate: false,
    tried: [...tried].map(([url, why]) => ({ url, detail: why })),
  };
}

const othersOf = (all: readonly Candidate[], tried: ReadonlyMap<string, string>, chosen: string): Candidate[] =>
  once(all).filter(({ url }) => url !== chosen && !tried.has(url));

/** Which feeds an HTML page may have: facts of the page in, addresses to try out, the likeliest first. */
import { clip, httpUrl, plainText } from '../../functions/model/text.ts';
import { type HtmlTag, tagsOf } from './html-tags.ts';

/** An address that may be a feed's. */
export interface Candidate {
  readonly url: string;
  /** As the page calls it; may be empty. */
  readonly title: string;
}

export interface Candidates {
  /** Named by the page as its feeds (`<link>`, autodiscovery). */
  readonly advertised: readonly Candidate[];
  /** Links of the page that look like feeds of its site. */
  readonly linked: readonly Candidate[];
}

const maxLinked = 20;

export function feedCandidates(html: string, pageUrl: string): Candidates {
  const tags = tagsOf(html);
  const base = httpUrl(tags.find(({ name, attributes }) => name === 'base' && attributes.has('href'))?.attributes.get('href'), pageUrl) ?? pageUrl;
  const advertised = tags.filter(isAdvertised).flatMap((tag) => candidate(tag, base, tag.attributes.get('title') ?? ''));
  const linked = tags.filter(({ name }) => name === 'a').flatMap((tag) => candidate(tag, base, tag.text).filter(({ url }) => looksLikeFeed(tag, url, pageUrl)));
  return { advertised: ranked(advertised, pageUrl), linked: ranked(linked, pageUrl).slice(0, maxLinked) };
}

const feedType = /^(?:application|text)\/(?:x-)?(?:(?:rss|atom|rdf)(?:\+xml)?|feed\+json|xml|json)$/;

/** `rel` is a set of words, in any case (HTML section 4.6.7). */
function isAdvertised({ name, attributes }: HtmlTag): boolean {
  if (name !== 'link') return false;
  const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  return rel.includes('feed') || (rel.includes('alternate') && feedType.test(mediaType(attributes)));
}

const mediaType = (attributes: HtmlTag['attributes']): string => (attributes.get('type') ?? '').split(';')[0]!.trim().toLowerCase();

function candidate({ attributes }: HtmlTag, base: string, title: string): Candidate[] {
  const href = attributes.get('href');
  if (href === undefined || href.trim() === '') return [];
  const url = httpUrl(href.trim().replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:/i, 'http:'), base);
  // WordPress names its programming interface on every page, as JSON.
  return url === undefined || url.includes('/wp-json/') ? [] : [{ url: url.replace(/#.*$/, ''), title: clip(plainText(title), 80) }];
}

const feedName = /(?:^|[/._-])(?:rss|rss2|atom|rdf|feed|feeds)(?:\.(?:xml|json|rdf|php|aspx?))?\/?$|\.(?:rss|atom|rdf)$|\/(?:index|news)\.xml$/i;
const feedQuery = /[?&](?:feed|format|type|output)=(?:rss|rss2|atom|feed)\b|[?&](?:rss|atom|feed)(?:=1)?(?:&|$)/i;
const feedHost = /^feeds?\d*\.|(?:^|\.)feedburner\.com$/i;

/** Whether a link of the page leads to what may be a feed of the same site. */
function looksLikeFeed({ attributes }: HtmlTag, url: string, pageUrl: string): boolean {
  const { hostname, pathname, search } = new URL(url);
  const own = isSameSite(hostname, new URL(pageUrl).hostname);
  if (!own && !/(?:^|\.)feedburner\.com$/i.test(hostname)) return false;
  if (feedType.test(mediaType(attributes))) return true;
  return feedName.test(pathname) || feedQuery.test(search) || (feedHost.test(hostname) && pathname !== '/');
}

/** Whether one is the other, or a part of it. */
export function isSameSite(host: string, other: string): boolean {
  const [a, b] = [host, other].map((name) => name.toLowerCase().replace(/^www\./, '')) as [string, string];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

/** Each address once, as it is first named. */
export function once(candidates: readonly Candidate[]): Candidate[] {
  const known = new Set<string>();
  return candidates.filter(({ url }) => !known.has(url) && known.add(url));
}

/** A stable order, as pages name their main feed first. */
function ranked(candidates: readonly Candidate[], pageUrl: string): Candidate[] {
  return once(candidates).filter(({ url }) => url !== pageUrl).map((each) => ({ each, demerit: demerit(each, pageUrl) }))
    .toSorted((a, b) => a.demerit - b.demerit).map(({ each }) => each);
}

const comments = /comment|kommentar|coment[aá]rio|commento|commenti|reacties|комментари|评论|コメント|댓글/i;
const podcast = /podcast|\bepisodes?\b|\baudio\b|itunes/i;
const partial = /\/(?:tag|tags|category|categories|author|authors|topics?|sections?|search|label|rubrik|kategorie|categoria)\//i;

/** What speaks against its being the main feed of the page. */
function demerit({ url, title }: Candidate, pageUrl: string): number {
  const { pathname, search } = new URL(url);
  const page = new URL(pageUrl);
  const where = decoded(pathname + search);
  if (comments.test(title) || comments.test(where)) return 5;
  if ((podcast.test(title) || podcast.test(url)) && !podcast.test(pageUrl)) return 3;
  // Who asks for the page of a category wants that.
  if (partial.test(page.pathname) && pathname.startsWith(page.pathname)) return -1;
  return partial.test(where) ? 1 : 0;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const usual = ['feed', 'feed/', 'rss', 'rss.xml', 'atom.xml', 'feed.xml', 'index.xml', 'feed.json', 'feeds/', 'rss/'];

/** Where feeds usually are: below the page's folder, then at the site's root. */
export function usualAddresses(pageUrl: string): Candidate[] {
  const root = new URL('/', pageUrl).href;
  const folder = new URL(/\/[^/.]+$/.test(new URL(pageUrl).pathname) ? `${new URL(pageUrl).pathname}/` : '.', pageUrl).href;
  const below = folder === root ? [] : usual.slice(0, 6).filter((name) => !name.endsWith('/')).map((name) => new URL(name, folder).href);
  return [...below, ...usual.map((name) => new URL(name, root).href)].map((url) => ({ url, title: '' }));
}

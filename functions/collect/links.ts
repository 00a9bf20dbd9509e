/** An item's address: which of those that its feed gives. */
import { httpUrl } from '../model/text.ts';
import type { RawFeed, RawId, RawItem, RawLink } from './raw.ts';
import { withoutTracking } from './tracking.ts';
import { absolute, absoluteAlone } from './urls.ts';

export { withoutTracking } from './tracking.ts';

/** The page of an item, rid of tracking parameters, or undefined where the feed gives none that is http(s). */
export function itemUrl({ links, ids }: Pick<RawItem, 'links' | 'ids'>, base: string): string | undefined {
  const ordered = links.map((link) => ({ link, place: placeOf(link) })).sort((a, b) => a.place - b.place);
  const urls = (from: number, to: number) => ordered.filter(({ place }) => place >= from && place < to).map(({ link }) => absolute(link.href, link.base ?? base));
  const url = [...urls(0, places.id), ...ids.map((id) => idUrl(id, base)), ...urls(places.id, places.never)].find((each) => each !== undefined);
  return url === undefined ? undefined : withoutTracking(url);
}

/** The link behind a proxy of feeds, the page, a page of another type, an id that is an address, what is about the item, and its text elsewhere. */
const places = { origin: 0, page: 1, otherType: 2, canonical: 3, id: 4, about: 5, content: 6, never: 7 } as const;

/** Relations (RFC 4287 section 4.2.7.2, the IANA registry) that are not here lead elsewhere than to the item's page. */
const byRelation: ReadonlyMap<string, number> = new Map([
  ['origin', places.origin], ['alternate', places.page], ['canonical', places.canonical],
  ['related', places.about], ['via', places.about], ['shortlink', places.about], ['content', places.content],
]);

function placeOf({ rel, type }: RawLink): number {
  const relations = (rel ?? '').split(/\s+/).map((each) => each.replace(/^https?:\/\/www\.iana\.org\/assignments\/(?:link-)?relations?\//, '')).filter(Boolean);
  const place = relations.length === 0 ? places.page : Math.min(...relations.map((each) => byRelation.get(each) ?? places.never));
  return place === places.page && type !== undefined && !/html/i.test(type) ? places.otherType : place;
}

function idUrl({ text, permalink, relativeTo }: RawId, base: string): string | undefined {
  if (!permalink) return undefined;
  // Many an id that says it is an address is a number: only a path or a declared base makes a link of one.
  const relative = relativeTo !== undefined && (relativeTo !== '' || text.trim().startsWith('/'));
  return absoluteAlone(text) ?? (relative ? absolute(text, relativeTo || base) : undefined);
}

/**
 * What relative links of the feed are relative to: the document's URL, but its
 * site where the document is served from another host (a proxy of feeds).
 */
export function feedBase({ links, base }: Pick<RawFeed, 'links' | 'base'>): string {
  const site = sites(links).map(({ href }) => httpUrl(href.trim())).find((url) => url !== undefined);
  return site !== undefined && URL.canParse(base) && new URL(site).host !== new URL(base).host ? site : base;
}

/** The pages that the feed is the feed of. */
export const feedPages = ({ links, base }: Pick<RawFeed, 'links' | 'base'>): string[] =>
  sites(links).flatMap((link) => absolute(link.href, link.base ?? base) ?? []);

const sites = (links: readonly RawLink[]): RawLink[] => links.filter(({ rel }) => rel === undefined || rel === 'alternate');

/** An item's address: which of those that its feed gives, made absolute and rid of tracking parameters. */
import { httpUrl } from '../model/text.ts';
import type { RawFeed, RawId, RawLink } from './raw.ts';

/** The page of an item, or undefined where the feed gives none that is http(s). */
export function itemUrl(links: readonly RawLink[], ids: readonly RawId[], base: string): string | undefined {
  const ordered = links.filter(({ rel }) => !others.has(rel ?? '')).toSorted((a, b) => order(a) - order(b));
  for (const link of ordered) {
    const url = absolute(link.href, link.base ?? base);
    if (url !== undefined) return withoutTracking(url);
  }
  for (const id of ids) {
    // Only what is a URL as it stands: any id would be one relative to the feed.
    const url = id.permalink ? httpUrl(repaired(id.text)) : undefined;
    if (url !== undefined) return withoutTracking(url);
  }
  return undefined;
}

/** Relations that lead elsewhere than to the item's page (RFC 4287 section 4.2.7.2 and the IANA registry). */
const others = new Set(['self', 'edit', 'edit-media', 'enclosure', 'replies', 'hub', 'next', 'previous', 'first', 'last', 'license', 'author', 'service.edit', 'service.post', 'search', 'http://schemas.google.com/g/2005#feed', 'http://schemas.google.com/g/2005#post']);

/** The link behind a proxy of feeds, the page, a page of another type, and then what is about the item. */
function order({ rel, type }: RawLink): number {
  if (rel === 'origin') return 0;
  if (rel === undefined || rel === '' || rel === 'alternate') return type === undefined || /html/i.test(type) ? 1 : 2;
  return rel === 'related' ? 3 : 4;
}

/** An absolute http(s) URL, with two habits of feeds undone: `&amp;` escaped twice, and a host without its scheme. */
export function absolute(href: string, base: string): string | undefined {
  return href.trim() === '' ? undefined : httpUrl(repaired(href), base);
}

function repaired(href: string): string {
  const clean = href.trim().replace(/&amp;/g, '&');
  return /^www\.[\w-]+\.\w/i.test(clean) ? `http://${clean}` : clean;
}

/**
 * What relative links of the feed are relative to: the document's URL, but its
 * site where the document is served from another host (a proxy of feeds).
 */
export function feedBase({ links, base }: Pick<RawFeed, 'links' | 'base'>): string {
  const site = links.filter(({ rel }) => rel === undefined || rel === 'alternate')
    .map(({ href }) => httpUrl(href.trim())).find((url) => url !== undefined);
  return site !== undefined && URL.canParse(base) && new URL(site).host !== new URL(base).host ? site : base;
}

const tracking = new RegExp(
  `^(?:${[
    'utm_\\w+', 'at_(?:medium|campaign|custom\\d|link_\\w+|ptr_name|format|bbc_team)', 'fbclid', 'gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid',
    'msclkid', 'yclid', 'twclid', 'ttclid', 'igshid', 'igsh', 'li_fat_id', 'mc_cid', 'mc_eid', 'mkt_tok', '_hsenc', '_hsmi', 'vero_id', 'vero_conv',
    'oly_anon_id', 'oly_enc_id', 'wickedid', '_openstat', 'ns_(?:campaign|mchannel|source|linkname|fee)', 'xtor',
  ].join('|')})(?:=|$)`,
  'i',
);

/** Takes known tracking parameters out; the rest of the URL stays byte for byte. */
export function withoutTracking(url: string): string {
  const [, start, query, hash] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url)!;
  const keep = (text: string): string => text.split('&').filter((pair) => !tracking.test(pair)).join('&');
  const kept = query === undefined ? '' : keep(query);
  const fragment = hash === undefined || keep(hash.slice(1)) === '' ? '' : `#${keep(hash.slice(1))}`;
  return `${start}${query !== undefined && (kept !== '' || query === '') ? `?${kept}` : ''}${hash === '#' ? '#' : fragment}`;
}

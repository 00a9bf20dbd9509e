/**
 * What an item is known by from poll to poll: its id, else its address, else what
 * it says. An item of a document that says something else than the others with
 * that id is another item, and goes by both.
 */
import { createHash } from 'node:crypto';
import type { Identity } from '../model/item.ts';
import type { RawId } from './raw.ts';
import { absoluteAlone, urlKey } from './urls.ts';

/** What identity goes by. */
export interface Claim {
  readonly ids: readonly RawId[];
  readonly url: string | undefined;
  /** As the feed gives it; may be empty. */
  readonly title: string;
  /** A title for certain. */
  readonly madeTitle: string;
  readonly text: string;
}

/** The first id that says anything. */
export const givenId = (ids: readonly RawId[]): string | undefined => ids.map(({ text }) => text.trim()).find((text) => text !== '' && !/^(?:undefined|null|nan|\[object object\])$/i.test(text));

/** The names of each item, in their order; `pages` are those of the feed itself, which tell no items apart. Items that are one item have one id. */
export function identities(claims: readonly Claim[], pages: readonly string[]): (Identity & { readonly id: string })[] {
  const notTelling = new Set(pages.map(urlKey));
  const keyed = claims.map((claim) => ({ key: keyOf(claim, notTelling), words: wordsOf(claim) }));
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const { key, words } of keyed) {
    if (first.has(key) && first.get(key) !== words) shared.add(key);
    else first.set(key, words);
  }
  return keyed.map(({ key, words }) => {
    const [bare, full, mark] = [hash(key), hash(`${key} ${words}`), hash(words).slice(0, 8)];
    return { id: shared.has(key) ? full : bare, bare, full, mark };
  });
}

function keyOf({ ids, url, madeTitle, text }: Claim, notTelling: ReadonlySet<string>): string {
  const id = givenId(ids);
  const idAsUrl = id === undefined ? undefined : absoluteAlone(id);
  if (id !== undefined && idAsUrl === undefined) return `id ${id}`;
  const address = [idAsUrl, url].flatMap((each) => (each === undefined ? [] : [urlKey(each)])).find((each) => !notTelling.has(each));
  return address === undefined ? `text ${madeTitle}\n${text}` : `url ${address}`;
}

/** What tells an item from others with its id. Only where no address vouches for it does its text count beside its title. */
const wordsOf = ({ url, title, text }: Claim): string =>
  url === undefined ? `${title}\n${text}` : `${urlKey(url)}\n${title || text}`;

const hash = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 24);

/**
 * What an item is known by from poll to poll: its id, else its address, else what
 * it says. An item of a document that says something else than the others with
 * that id is another item; the oldest of them has the id to itself, so that
 * neither an edit nor a twin that turns up later makes it new.
 */
import { createHash } from 'node:crypto';
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
  /** ISO time. */
  readonly published: string | undefined;
}

/** The first id that says anything. */
export const givenId = (ids: readonly RawId[]): string | undefined => ids.map(({ text }) => text.trim()).find((text) => text !== '' && !/^(?:undefined|null|nan|\[object object\])$/i.test(text));

/** The id of each item, in their order; `pages` are those of the feed itself, which tell no items apart. Items that are one item have one id. */
export function identities(claims: readonly Claim[], pages: readonly string[]): string[] {
  const notTelling = new Set(pages.map(urlKey));
  const keyed = claims.map((claim) => ({ key: keyOf(claim, notTelling), words: wordsOf(claim), published: claim.published }));
  const oldest = oldestOf(keyed, isOldestFirst(claims));
  return keyed.map(({ key, words }) => hash(oldest.get(key) === words ? key : `${key} ${words}`));
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

interface Keyed {
  readonly key: string;
  readonly words: string;
  readonly published: string | undefined;
}

/** Of each key the words of the oldest item: by date if all have one, else by place. */
function oldestOf(items: readonly Keyed[], oldestFirst: boolean): ReadonlyMap<string, string> {
  const groups = new Map<string, Keyed[]>();
  for (const item of oldestFirst ? items.toReversed() : items) {
    const group = groups.get(item.key);
    if (group) group.push(item);
    else groups.set(item.key, [item]);
  }
  return new Map([...groups].map(([key, group]) => [key, oldestIn(group).words]));
}

/** The last is the oldest, unless an earlier one bears an older date. */
const oldestIn = (group: readonly Keyed[]): Keyed =>
  group.every(({ published }) => published !== undefined)
    ? group.reduce((oldest, next) => (next.published! <= oldest.published! ? next : oldest))
    : group.at(-1)!;

/** Feeds put new items first; some last, as their dates tell. */
function isOldestFirst(claims: readonly Claim[]): boolean {
  const dates = claims.flatMap(({ published }) => published ?? []);
  const steps = dates.slice(1).map((date, at) => Math.sign(Date.parse(date) - Date.parse(dates[at]!)));
  return steps.reduce((sum, step) => sum + step, 0) > 0;
}

const hash = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 24);

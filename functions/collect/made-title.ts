/** Titles for items whose feed gives them none. */
import { clip, plainText } from '../model/text.ts';
import { givenId } from './identity.ts';
import type { RawId } from './raw.ts';

const madeTitleLength = 100;

/** The beginning of the text, else the last part of the address, else of the id, else the feed's title or host. Empty where there is nothing. */
export const madeTitle = (text: string, url: string | undefined, ids: readonly RawId[], feedTitle: string, base: string): string =>
  clip(text, madeTitleLength) || fromUrl(url) || fromId(ids) || feedTitle || hostOf(base);

/** The last part of the address, as words; else the host. */
function fromUrl(url: string | undefined): string {
  if (url === undefined) return '';
  const { pathname, hostname } = new URL(url);
  const last = pathname.split('/').filter(Boolean).at(-1)?.replace(/\.\w{2,5}$/, '').replace(/[-_+]+/g, ' ') ?? '';
  let decoded = last;
  try {
    decoded = decodeURIComponent(last);
  } catch {
    // A stray % in the path: it stays as it is.
  }
  return plainText(decoded) || hostname;
}

function fromId(ids: readonly RawId[]): string {
  const id = plainText(givenId(ids) ?? '').split(/[/:]/).at(-1)!.trim();
  return /\p{L}/u.test(id) ? id : '';
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

/**
 * Plain text from the outside made harmless for a mail: one line, no control
 * character (so no CR or LF can reach a header), no bidi override or isolate
 * (which could make a text read as another), no noncharacter (which marks slots),
 * no tower of combining marks.
 */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const forbidden = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]/g;

/** More marks on one letter than any script has: they would be painted over the lines above and below. */
const piled = /(\p{Mn}{4})\p{Mn}+/gu;

export function plainText(text: string): string {
  return text
    .replace(breaks, ' ')
    .replace(forbidden, '')
    .replace(piled, '$1')
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Cuts at a word's end where one is near, and says so with an ellipsis. `length` is in UTF-16 units, ellipsis included. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = text.slice(0, length - 1).toWellFormed().replace(/\uFFFD$/, '');
  const space = room.lastIndexOf(' ');
  return `${(space > length * 0.6 ? room.slice(0, space) : room).replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** The URL in its normal form if it is an absolute http(s) URL without credentials, else undefined. */
export function httpUrl(text: string | undefined, base?: string): string | undefined {
  if (text === undefined || text.length > 2000) return undefined;
  const url = URL.canParse(text.trim(), base) ? new URL(text.trim(), base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return url.href;
}

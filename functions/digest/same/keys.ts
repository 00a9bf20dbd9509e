/** What two items that are surely the same have in common. */

/** What the addresses of one page have in common; undefined for a home page, which is no story's own. */
export function addressKey(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '' && url.search === '') return undefined;
  return `${url.hostname.replace(/^(www|m|amp)\./, '')}${path}${url.search}`;
}

/** The headline's letters and digits; undefined where it is too short to be told from a standing title. */
export function headlineKey(title: string): string | undefined {
  const letters = title.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return letters.length >= 16 || /\p{Script=Han}{8}|[\p{Script=Hiragana}\p{Script=Katakana}]{8}/u.test(letters) ? ` ${letters}` : undefined;
}

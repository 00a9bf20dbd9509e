/** The addresses that feeds write, as URLs: made absolute, with the feeds' habits undone. */
import { httpUrl } from '../model/text.ts';
import { withoutTracking } from './tracking.ts';

/** An absolute http(s) URL, or undefined where none can be made out. */
export function absolute(href: string, base: string): string | undefined {
  const mended = mend(href, base);
  return mended === '' ? undefined : httpUrl(mended, base);
}

/** The same for a text that is a URL only as it stands: an id is not relative to anything. */
export function absoluteAlone(text: string): string | undefined {
  const mended = mend(text, '');
  return /^https?:/i.test(mended) ? httpUrl(mended) : undefined;
}

/** What an address is known by: the same page by http and https, with and without tracking or a last slash, has one key. */
export function urlKey(url: string): string {
  const { host, pathname, search, hash } = new URL(withoutTracking(url));
  return `${host}${pathname.replace(/\/+$/, '')}${search}${hash}`;
}

/** What an address can be at most, with all whitespace around and in it. */
const longest = 5000;

function mend(href: string, base: string): string {
  if (href.length > longest) return '';
  // Long addresses come wrapped; several at once come apart.
  const [line = ''] = href.split(/[\r\n]/).map((part) => part.trim()).join('').split(/(?<!\s)\s+(?=https?:\/\/)/i);
  const clean = line.replace(/&amp;/g, '&').replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://')
    .replace(/^https?:\/\/(?=https?:?\/\/)/i, '').replace(/^:(?=\/\/)/, '');
  const { scheme = '', colon = '', slashes = '', rest = '' } = /^(?<scheme>https?)(?<colon>:?)(?<slashes>[\\/]*)(?<rest>.*)$/is.exec(clean)?.groups ?? {};
  if (colon !== '' || slashes.length > 1) {
    if (slashes.length === 2 || isHost(rest, base)) return `${scheme}://${rest}`;
    return slashes.length > 2 ? '' : clean;
  }
  return isHost(clean, base) ? `${schemeFor(clean, base)}//${clean}` : clean;
}

/** Whether a text without a scheme begins with a host and not with a folder or a file (`page.html`, `view.pl/1`). */
function isHost(text: string, base: string): boolean {
  const { host, after } = hostOf(text);
  const [, tld = ''] = /^(?:[a-z0-9][a-z0-9-]*\.)+([a-z]{2,})$/.exec(host) ?? [];
  if (tld === '') return false;
  if (host.startsWith('www.') || isSameSite(host, base)) return true;
  if (after === '/' || after === '\\') return generic.has(tld) || (tld.length === 2 && !extensions.has(tld));
  return (after === '' || after === '?') && oldest.has(tld);
}

function hostOf(text: string): { host: string; after: string } {
  const [all, host = ''] = /^([^\\/?#:]*)(?::\d{1,5}(?=[\\/?#]|$))?/.exec(text)!;
  return { host: host.toLowerCase(), after: text.charAt(all.length) };
}

function isSameSite(host: string, base: string): boolean {
  const site = URL.canParse(base) ? new URL(base).hostname : '';
  return site !== '' && (site === host || site.endsWith(`.${host}`) || host.endsWith(`.${site}`));
}

const schemeFor = (text: string, base: string): string => (isSameSite(hostOf(text).host, base) ? new URL(base).protocol : 'http:');

const oldest = new Set(['com', 'org', 'net', 'edu', 'gov']);
const generic = new Set([...oldest, ...['int', 'mil', 'info', 'biz', 'name', 'mobi', 'pro', 'app', 'dev', 'blog', 'news', 'media', 'online', 'site', 'website', 'tech', 'xyz', 'club',
  'shop', 'store', 'live', 'today', 'world', 'space', 'cloud', 'page', 'social', 'network', 'press', 'radio', 'video', 'wiki', 'cat', 'asia', 'science', 'studio', 'design',
  'digital', 'games', 'link', 'one', 'rocks', 'systems', 'tools', 'top', 'work', 'zone', 'art', 'city', 'education', 'berlin', 'london', 'paris', 'nyc']]);
/** Countries' domains that scripts and documents have for an extension. */
const extensions = new Set(['ai', 'as', 'cc', 'do', 'js', 'md', 'mk', 'ml', 'pl', 'pm', 'ps', 'py', 'rs', 'sh', 'so', 'ts']);

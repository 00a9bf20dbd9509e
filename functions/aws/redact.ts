/**
 * Mail addresses taken out of what is logged. It goes by the look alone, and
 * takes out too much rather than too little. Every character is looked at a
 * bounded number of times, however long and hostile the text: an @ looks to the
 * left no further than where the one before it has looked to, or a fixed number
 * of characters for the quote that opens a local part.
 */

/** An @ in the ways that texts write it: as it is, wide, in a URL (also encoded more than once), in HTML, in a string of JSON or JavaScript. */
const atSign = /[@\uFF20\uFE6B]|%(?:25)*40|&(?:#0*64(?!\d);?|#x0*40(?![0-9a-f]);?|commat;)|\\u0040|\\x40/gi;

/** What ends an address that is not quoted: white space, controls, and RFC 5322's specials but the dot (section 3.2.3). */
const special = /[\s\p{Cc}<>()[\],;:"\\]/u;

/** A domain, or an IP address in brackets. */
const domain = /\[[^\]\s@]*\]?|[^\s\p{Cc}<>()[\],;:"\\/?#&='`|{}@\uFF20\uFE6B]+/uy;

const shown = '[address]';

/** The text with `[address]` for all in it that looks like a mail address. */
export function redact(text: string): string {
  const spans: { readonly start: number; readonly end: number }[] = [];
  /** Up to where the text has been looked at. */
  let seen = 0;
  for (const { 0: sign, index } of text.matchAll(atSign)) {
    if (index < seen) continue;
    const after = index + sign.length;
    // What goes on where an address ended belongs to it: `a@b@c`.
    const goesOn = spans.at(-1)?.end === index;
    const start = localStart(text, index, seen);
    domain.lastIndex = after;
    const host = domain.exec(text)?.[0] ?? '';
    seen = after;
    if (!goesOn && (start === index || isHandle(text, start, index))) continue;
    if (!/[\p{L}\p{N}]/u.test(host)) continue;
    seen = after + host.length;
    while (spans.length > 0 && spans.at(-1)!.start >= start) spans.pop();
    spans.push({ start, end: seen });
  }
  let done = 0;
  const parts = spans.flatMap(({ start, end }) => {
    const before = text.slice(done, start);
    done = end;
    return [before, shown];
  });
  return parts.join('') + text.slice(done);
}

/** Where the local part begins that ends at `end`: not before `bound`, but for a quoted one. `end` itself where there is none. */
function localStart(text: string, end: number, bound: number): number {
  let at = end;
  while (at > bound) {
    const isQuoted = text[at - 1] === '"' && (at === end || text[at] === '.');
    if (isQuoted) {
      at = openingQuote(text, at - 1) ?? at - 1;
    } else if (special.test(text[at - 1]!)) break;
    else at -= 1;
  }
  return at;
}

/** No quoted local part is longer, even escaped twice (RFC 5321 section 4.5.3.1.1: 64). */
const longestQuoted = 300;

/** The quote that opens what the one at `closing` closes: bare, or where that one is escaped, as in a string of JSON, escaped too. */
function openingQuote(text: string, closing: number): number | undefined {
  const bound = Math.max(0, closing - longestQuoted);
  const escapes = (at: number): number => {
    let from = at;
    while (from > bound && text[from - 1] === '\\') from -= 1;
    return at - from;
  };
  const most = escapes(closing) % 2;
  for (let at = closing - 1; at >= bound; at -= 1) {
    if (text[at] !== '"') continue;
    const before = escapes(at);
    if (before <= most) return at;
    at -= before;
  }
  return undefined;
}

/** `https://social.example/@name`: a name in a URL's path, as feeds have it, and no address. */
const isHandle = (text: string, start: number, at: number): boolean =>
  text[at] === '@' && text[at - 1] === '/' && text[start - 1] === ':' && text.startsWith('//', start) && !/[=?&]/.test(text.slice(start, at));

/** Characters of one text that a line keeps: a line longer than a log event may be would be cut, and found by no filter (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html). */
const longest = 8_000;
const deepest = 8;

/** A value as JSON can say it, without addresses in any text or key of it: errors with what they hold, numbers that are not finite as words. */
export function redactAll(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return cut(redact(value));
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (above.length === deepest || above.includes(value)) return '…';
  const within = [...above, value];
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactAll((value as { toJSON(): unknown }).toJSON(), within);
  if (Array.isArray(value)) return value.map((item) => redactAll(item, within));
  const facts = value instanceof Error ? { ...said(value), ...value } : value;
  return Object.fromEntries(Object.entries(facts).map(([key, fact]) => [cut(redact(key)), redactAll(fact, within)]));
}

/** What an error says, which JSON would leave out. */
const said = ({ name, message, stack, cause }: Error): object => ({ name, message, stack, ...(cause !== undefined && { cause }) });

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** An error as another without addresses: name, message, stack, and its cause likewise. Its other facts are left behind: Lambda logs those too. */
export function redactError(thrown: unknown, depth = 0): Error {
  if (typeof thrown === 'string') return new Error(cut(redact(thrown)));
  if (!(thrown instanceof Error)) return new Error(JSON.stringify(redactAll(thrown)) ?? typeof thrown);
  const { name, message, stack, cause } = thrown;
  const error = new Error(cut(redact(message)), cause !== undefined && depth < deepest ? { cause: redactError(cause, depth + 1) } : {});
  // Not enumerable, as they are on other errors: Lambda logs what is.
  Object.defineProperty(error, 'name', { value: redact(name), configurable: true, writable: true });
  Object.defineProperty(error, 'stack', { value: cut(redact(stack ?? '')), configurable: true, writable: true });
  return error;
}

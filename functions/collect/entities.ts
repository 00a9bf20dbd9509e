/** Character references in text: the five of XML, numbers, and the names of HTML. */
import { Parser } from 'htmlparser2';

const reference = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});/g;
const known = new Map<string, string>([['&amp;', '&'], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&apos;', "'"]]);

/**
 * Undoes every character reference once. What is not a reference (a bare `&`,
 * an unknown name, one without its semicolon) stays as it is. Numbers are read
 * as HTML reads them: 128 to 159 are what windows-1252 has there.
 */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (found) => {
    const before = known.get(found);
    if (before !== undefined) return before;
    const decoded = decodeOne(found);
    if (known.size < 5000) known.set(found, decoded);
    return decoded;
  });
}

/** Whether the text has anything that reads as a reference. */
export const hasReference = (text: string): boolean => text.search(reference) !== -1;

/** htmlparser2 in HTML mode knows the names; it is asked for one reference at a time. */
function decodeOne(found: string): string {
  let decoded = '';
  const parser = new Parser({ ontext: (part) => { decoded += part; } }, { decodeEntities: true });
  parser.end(found);
  return decoded;
}

// Everything but the characters that XML 1.0 section 2.2 allows.
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** The text without the characters that XML has no way to write. */
export const legal = (text: string): string => text.toWellFormed().replace(illegal, '');

/** Text for an XML document: escaped, and legal. */
export function escapeXml(text: string): string {
  return legal(text).replace(/[&<>"\r]/g, (char) => escapes[char]!);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

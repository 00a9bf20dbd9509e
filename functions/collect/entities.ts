/** Character references in text: the five of XML, numbers, the names of HTML, and those that a document defines. */
import { Parser } from 'htmlparser2';
import type { Entities } from './doctype.ts';
import { fromC1 } from './windows-1252.ts';

const reference = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});/g;
const ownReference = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z_:][\w:.-]{0,63});/g;
const five: ReadonlyMap<string, string> = new Map([['&amp;', '&'], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&apos;', "'"]]);
const known = new Map(five);

/**
 * Undoes every character reference once. What is not a reference (a bare `&`,
 * an unknown name, one without its semicolon) stays as it is. Numbers are read
 * as HTML reads them: 128 to 159 are what windows-1252 has there. The document's
 * own entities come before those of HTML.
 */
export function decodeReferences(text: string, entities?: Entities): string {
  if (!text.includes('&')) return text;
  if (!entities) return text.replace(reference, decodeOne);
  return text.replace(ownReference, (found) => five.get(found) ?? entities.get(found.slice(1, -1)) ?? decodeOne(found));
}

/** The same as HTML does it in text: some names need no semicolon. */
export const decodeText = (text: string): string =>
  text.includes('&') ? (/&(?:#|[a-zA-Z])(?![a-zA-Z0-9]{0,31};)/.test(text) ? named(text) : decodeReferences(text)) : text;

/** Whether the text has anything that reads as a reference. */
export const hasReference = (text: string): boolean => text.search(reference) !== -1;

function decodeOne(found: string): string {
  const before = known.get(found);
  if (before !== undefined) return before;
  if (found[1] === '#') return fromCode(/[xX]/.test(found[2]!) ? parseInt(found.slice(3), 16) : parseInt(found.slice(2), 10));
  const decoded = named(found);
  if (known.size < 5000) known.set(found, decoded);
  return decoded;
}

function fromCode(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return fromC1(code);
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(code);
}

let decoded = '';
const names = new Parser({ ontext: (part) => { decoded += part; } }, { decodeEntities: true });

/** htmlparser2 in HTML mode knows the names. The text has no markup in it. */
function named(found: string): string {
  decoded = '';
  names.parseComplete(found);
  return decoded;
}

// Everything but the characters that XML 1.0 section 2.2 allows.
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** The text without the characters that XML has no way to write. */
export const legal = (text: string): string => text.toWellFormed().replace(illegal, '');

/** Text for an attribute or an element of an XML document: escaped, and legal. */
export function escapeXml(text: string): string {
  return legal(text).replace(/[&<>"\r]/g, (char) => escapes[char]!);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** Text for an element: as a section, where escaping would have much to do. */
export function sectionXml(text: string): string {
  const allowed = legal(text);
  return /[&<>]/.test(allowed) ? `<![CDATA[${allowed.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : allowed;
}

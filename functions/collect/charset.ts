/** Bytes to text: which character encoding a document is in. */
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/**
 * Decodes a document. A byte order mark decides, then the charset of the HTTP
 * Content-Type, then the XML declaration (RFC 7303 section 3), then UTF-8 if
 * it is that, then windows-1252. Two liberties, as servers lie: bytes that are
 * UTF-8 with characters beyond ASCII are UTF-8 whatever the label says, and a
 * Latin label of the server (often its default) gives way to the XML
 * declaration. Never throws; bytes that fit nothing become U+FFFD.
 */
export function decode(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = byteOrderMark(bytes);
  if (marked) return marked;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, 1024).toString('latin1');
  const http = canonical(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1]);
  const xml = wide(head) ?? canonical(/<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1]);
  if (http === 'utf-16le' || http === 'utf-16be' || xml === 'utf-16le' || xml === 'utf-16be') {
    const utf16 = wide(head);
    // A label of UTF-16 on a document of single bytes: the server or a converter forgot to change it.
    if (utf16) return iconv.decode(buffer, utf16);
    return guess(buffer);
  }
  const label = http === undefined || (http === 'windows-1252' && xml !== undefined) ? xml : http;
  if (label === undefined || label === 'utf-8') return guess(buffer, xml === 'utf-8' ? undefined : xml);
  if (!sevenBit.test(label) && isUtf8(buffer)) return buffer.toString('utf8');
  return decodeAs(buffer, label) ?? guess(buffer);
}

/** Encodings that write all in bytes of ASCII, which are UTF-8 too. */
const sevenBit = /^(iso-?2022|hz|utf-?7)/;

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (a === 0xef && b === 0xbb && c === 0xbf) return guess(buffer.subarray(3));
  if (a === 0xff && b === 0xfe) return iconv.decode(buffer.subarray(2), 'utf-16le');
  if (a === 0xfe && b === 0xff) return iconv.decode(buffer.subarray(2), 'utf-16be');
  return undefined;
}

/** UTF-16 without a mark shows in the zero bytes beside `<` (XML 1.0 appendix F). */
function wide(head: string): 'utf-16le' | 'utf-16be' | undefined {
  if (/^(?:[\t\n\r ]\0)*[<{]\0/.test(head)) return 'utf-16le';
  if (/^(?:\0[\t\n\r ])*\0[<{]/.test(head)) return 'utf-16be';
  return undefined;
}

/** UTF-8 if it is that, or nearly (a cut or a few damaged bytes); else `other`, else windows-1252. */
function guess(buffer: Buffer, other?: string): string {
  const text = buffer.toString('utf8');
  if (isUtf8(buffer)) return text;
  let damaged = 0;
  let beyondAscii = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd) damaged++;
    else if (unit > 0x7f) beyondAscii++;
  }
  if (beyondAscii > damaged) return text;
  return (other !== undefined && decodeAs(buffer, other)) || iconv.decode(buffer, 'windows-1252');
}

/** The label as the WHATWG encoding standard reads it: what is called Latin-1 or ASCII is windows-1252. */
function canonical(label: string | undefined): string | undefined {
  const name = label?.trim().toLowerCase();
  if (name === undefined || name === '') return undefined;
  if (/^(utf-?8|unicode-1-1-utf-8)$/.test(name)) return 'utf-8';
  if (/^(iso-?8859-?1|latin-?1|l1|us-ascii|ascii|ansi_x3.4-1968|cp1252)$/.test(name)) return 'windows-1252';
  if (/^(iso-?8859-?9|latin5)$/.test(name)) return 'windows-1254';
  if (/^(gb2312|gbk|x-gbk|gb_2312-80)$/.test(name)) return 'gb18030';
  if (name === 'utf-16' || name === 'ucs-2') return 'utf-16le';
  return name;
}

function decodeAs(buffer: Buffer, label: string): string | undefined {
  if (iconv.encodingExists(label) && !/^(base64|hex|binary|utf-?7.*)$/.test(label)) return iconv.decode(buffer, label);
  try {
    // ISO-2022-JP and a few more that iconv-lite lacks.
    return new TextDecoder(label).decode(buffer);
  } catch {
    return undefined;
  }
}

/** Markup from feeds to plain text, and the pictures in it. No tag, script or entity is left in what comes out. */
import { Tokenizer } from 'htmlparser2';
import { plainText } from '../model/text.ts';
import { decodeReferences, hasReference } from './entities.ts';
import { hiddenNames, inlineNames, isHtmlName } from './html-names.ts';
import type { RawText } from './raw.ts';

/** An <img> as written. */
export interface Picture {
  readonly src: string;
  readonly alt: string | undefined;
  readonly width: string | undefined;
  readonly height: string | undefined;
  readonly class: string | undefined;
}
export interface Sanitised {
  /** One line of plain text. */
  readonly text: string;
  readonly pictures: readonly Picture[];
}

/** Any text of a feed as plain text. */
export function sanitise({ text, type }: RawText): Sanitised {
  if (type === 'plain' || (type === 'text' && !looksLikeHtml(text))) return { text: plainText(text), pictures: [] };
  return fromHtml(text, type !== 'html');
}

/** Text that says it is not HTML often is: it has a known element's end tag, or entities. */
function looksLikeHtml(text: string): boolean {
  if (hasReference(text)) return true;
  for (const [, name] of text.matchAll(/<\/([a-z][a-z0-9]{0,15})>|<br ?\/?>/gi)) {
    if (name === undefined || isHtmlName(name.toLowerCase())) return true;
  }
  return false;
}

const pictureAttributes = new Set(['src', 'data-src', 'data-lazy-src', 'data-original', 'alt', 'width', 'height', 'class']);
const maxPictures = 20;

/** HTML to text by htmlparser2's tokenizer, in one pass. `loose`: a tag that HTML does not know (`Vec<T>`) is text. */
function fromHtml(html: string, loose: boolean): Sanitised {
  const parts: string[] = [];
  const pictures: Picture[] = [];
  // A hidden element that is open, and where its text began; if it never ends, it was not one.
  let hidden: { readonly name: string; depth: number; readonly from: number; readonly at: number } | undefined;
  let name = '';
  let start = 0;
  let tagOpen = false;
  let attribute = '';
  let attributes = new Map<string, string>();
  const nothing = (): void => {};
  const known = (): boolean => !loose || isHtmlName(name);

  const openTag = (end: number): void => {
    tagOpen = false;
    if (!known()) return void parts.push(html.slice(start, end + 1));
    if (name === 'img' && pictures.length < maxPictures) pictures.push(picture(attributes));
    if (hidden) {
      if (hidden.name === name) hidden.depth++;
    } else if (hiddenNames.has(name)) {
      hidden = { name, depth: 0, from: parts.length, at: end };
    }
    if (!inlineNames.has(name)) parts.push(' ');
  };
  const closeTag = (from: number, to: number): void => {
    name = html.slice(from, to).toLowerCase();
    if (!known()) return void parts.push(`</${html.slice(from, to)}>`);
    if (hidden?.name === name) {
      if (hidden.depth === 0) {
        parts.length = hidden.from;
        hidden = undefined;
      } else hidden.depth--;
    }
    if (!inlineNames.has(name)) parts.push(' ');
  };

  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, {
    ontext: (from, to) => void parts.push(html.slice(from, to)),
    ontextentity: (codepoint) => void parts.push(String.fromCodePoint(codepoint)),
    onopentagname(from, to) {
      name = html.slice(from, to).toLowerCase();
      start = from - 1;
      tagOpen = true;
      attributes = new Map();
    },
    onattribname(from, to) {
      attribute = html.slice(from, to).toLowerCase();
    },
    onattribdata: (from, to) => addValue(html.slice(from, Math.min(to, from + 2000))),
    onattribentity: (codepoint) => addValue(String.fromCodePoint(codepoint)),
    onopentagend: openTag,
    onselfclosingtag(end) {
      openTag(end);
      if (hidden?.at === end) hidden = undefined;
    },
    onclosetag: closeTag,
    onattribend: nothing,
    // What HTML takes for a comment may be a CDATA section that was escaped once too often.
    oncomment: (from, to, offset) => {
      const comment = html.slice(from, to - offset);
      if (!hidden && comment.startsWith('[CDATA[')) parts.push(decodeReferences(comment.slice(7).replace(/\]\]$/, '')).replace(/<[^<>]*>/g, ' '));
    },
    oncdata: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
  });
  function addValue(value: string): void {
    if (name === 'img' && pictureAttributes.has(attribute)) attributes.set(attribute, ((attributes.get(attribute) ?? '') + value).slice(0, 4000));
  }
  tokenizer.write(html);
  tokenizer.end();
  // A tag that never ends, without an attribute: in a title it was a sign for "less than".
  if (loose && tagOpen && !html.includes('=', start)) parts.push(html.slice(start));
  if (hidden && (hidden.name === 'script' || hidden.name === 'style')) parts.length = hidden.from;
  return { text: plainText(parts.join('')), pictures };
}

/** Pages that load pictures late keep the address elsewhere, and a placeholder in `src`. */
function picture(attributes: ReadonlyMap<string, string>): Picture {
  const late = attributes.get('data-src') ?? attributes.get('data-lazy-src') ?? attributes.get('data-original');
  return {
    src: late ?? attributes.get('src') ?? '',
    alt: attributes.get('alt'),
    width: attributes.get('width'),
    height: attributes.get('height'),
    class: attributes.get('class'),
  };
}


/** Markup from feeds to plain text, and the pictures in it. No tag, script or entity is left in what comes out. */
import { Tokenizer } from 'htmlparser2';
import { plainText } from '../model/text.ts';
import { decodeReferences, decodeText } from './entities.ts';
import { looksLikeHtml, mentionsTags, unescapedMarkup } from './html-hints.ts';
import { hiddenNames, inlineNames, isHtmlName } from './html-names.ts';
import { withoutMojibake } from './mojibake.ts';
import type { RawText } from './raw.ts';
import { limits } from './repair-rules.ts';

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

/** Any text of a feed as plain text. What is escaped twice is markup in a body, and meant to be read in a title. */
export function sanitise({ text: given, type, title = false }: RawText & { readonly title?: boolean }): Sanitised {
  const right = withoutMojibake(given.slice(0, limits.fieldLength));
  const text = title || type === 'plain' ? right : unescapedMarkup(right);
  if (type === 'plain' || (type === 'text' && !looksLikeHtml(text))) return { text: plainText(text), pictures: [] };
  return fromHtml(text, type !== 'html');
}

const pictureAttributes = new Set(['src', 'data-src', 'data-lazy-src', 'data-original', 'alt', 'width', 'height', 'class']);
const maxPictures = 20;
/** Instructions and declarations that office programs leave in a text. */
const officeMarkup = /^(?:\?xml:|\[(?:if|endif)\b)/i;

/**
 * HTML to text by htmlparser2's tokenizer, in one pass. `loose`: a tag that HTML
 * does not know (`Vec<T>`) is text; so is any other where the text only speaks of tags.
 */
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
  const mentions = loose && html.includes('<') && mentionsTags(html);
  const known = (): boolean => !loose || (isHtmlName(name) && !mentions);
  /** Not a tag, though `from` is just behind a `<`. */
  const mention = (from: number, to: number): void => {
    if (mentions) parts.push(html.slice(html.lastIndexOf('<', from - 1), to + 1));
  };

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
  /** A CDATA section that was escaped once too often; HTML takes it for a comment. */
  const section = (content: string): void => {
    if (hidden) return;
    const inner = fromHtml(content.replaceAll('<![CDATA[', ''), loose);
    parts.push(inner.text);
    pictures.push(...inner.pictures.slice(0, maxPictures - pictures.length));
  };

  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, {
    ontext: (from, to) => void parts.push(decodeText(html.slice(from, to))),
    ontextentity: nothing,
    onopentagname(from, to) {
      name = html.slice(from, to).toLowerCase();
      start = from - 1;
      tagOpen = true;
      attributes = new Map();
    },
    onattribname(from, to) {
      attribute = html.slice(from, to).toLowerCase();
    },
    onattribdata(from, to) {
      if (name === 'img' && pictureAttributes.has(attribute)) attributes.set(attribute, decodeReferences(html.slice(from, Math.min(to, from + 4000))));
    },
    onattribentity: nothing,
    onopentagend: openTag,
    onselfclosingtag(end) {
      openTag(end);
      if (hidden?.at === end) hidden = undefined;
    },
    onclosetag: closeTag,
    onattribend: nothing,
    oncomment: (from, to, offset) => {
      const comment = html.slice(from, to - offset);
      if (comment.startsWith('[CDATA[')) section(comment.slice(7));
      else if (!html.startsWith('<!--', from - 4) && !officeMarkup.test(comment)) mention(from, to);
    },
    oncdata: (from, to, offset) => section(html.slice(from, to - offset)),
    ondeclaration: mention,
    onprocessinginstruction: nothing,
    onend: nothing,
  });
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


/**
 * XML as a stream of tokens, over htmlparser2's tokenizer. The tokenizer and not
 * its Parser: that one keeps a stack of open elements, and a hostile document
 * makes every step on it slow. Here nothing is remembered but the open tag.
 */
import { Tokenizer } from 'htmlparser2';
import { decodeReferences } from './entities.ts';
import { maxText } from './repair-rules.ts';
import type { Mended } from './scan.ts';

/** Names are lower-case: feeds spell `pubDate` and `<RSS>` as they like. References in values are undone. */
export type Attributes = ReadonlyMap<string, string>;

export interface Tag {
  readonly name: string;
  /** The name in the case that it is written in. */
  readonly written: string;
  readonly attributes: Attributes;
  readonly selfClosing: boolean;
  /** Where the tag ends in the text. */
  readonly end: number;
}

export interface TokenHandler {
  open(tag: Tag): void;
  close(name: string): void;
  /** Whether text matters now. */
  readonly listening: boolean;
  /** References undone, except in CDATA sections, where they are text. */
  text(text: string): void;
  /** `cut`: in the middle of a tag. */
  end(cut: boolean): void;
}

const maxAttributes = 100;
const maxValue = 4000;

const none: Attributes = new Map();

export function tokenize({ xml, entities }: Mended, handler: TokenHandler): void {
  let written = '';
  let attributes: Map<string, string> | undefined;
  let attribute = '';
  let value = '';
  const nothing = (): void => {};
  const opened = (selfClosing: boolean) => (end: number) => handler.open({ name: written.toLowerCase(), written, attributes: attributes ?? none, selfClosing, end });
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, {
    onopentagname(start, end) {
      written = xml.slice(start, end);
      attributes = undefined;
    },
    onattribname(start, end) {
      attribute = xml.slice(start, end).toLowerCase();
      value = '';
    },
    onattribdata(start, end) {
      value += xml.slice(start, Math.min(end, start + maxValue));
    },
    onattribend() {
      attributes ??= new Map();
      if (attributes.size < maxAttributes && !attributes.has(attribute)) attributes.set(attribute, decodeReferences(value, entities));
    },
    onopentagend: opened(false),
    onselfclosingtag: opened(true),
    onclosetag: (start, end) => handler.close(xml.slice(start, end).toLowerCase()),
    ontext(start, end) {
      if (handler.listening) handler.text(decodeReferences(xml.slice(start, Math.min(end, start + maxText)), entities));
    },
    oncdata(start, end, endOffset) {
      if (handler.listening) handler.text(xml.slice(start, Math.min(end - endOffset, start + maxText)));
    },
    onattribentity: nothing,
    ontextentity: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
  });
  tokenizer.write(xml);
  tokenizer.end();
  handler.end(xml.lastIndexOf('<') > xml.lastIndexOf('>'));
}

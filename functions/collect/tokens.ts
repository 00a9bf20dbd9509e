/**
 * XML as a stream of tokens, over htmlparser2's tokenizer. The tokenizer and not
 * its Parser: that one keeps a stack of open elements, and a hostile document
 * makes every step on it slow. Here nothing is remembered but the open tag.
 */
import { Tokenizer } from 'htmlparser2';
import { decodeReferences } from './entities.ts';
import { limits } from './repair-rules.ts';

/** Names are lower-case: feeds spell `pubDate` and `<RSS>` as they like. References in values are undone. */
export type Attributes = ReadonlyMap<string, string>;

export interface TokenHandler {
  /** `at` is where the tag ends in the text. */
  open(name: string, attributes: Attributes, selfClosing: boolean, at: number): void;
  close(name: string): void;
  /** References undone, except in CDATA sections, where they are text. */
  text(text: string): void;
}

const maxAttributes = 100;
const maxValue = 4000;

export function tokenize(xml: string, handler: TokenHandler): void {
  let name = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  let value = '';
  const nothing = (): void => {};
  const opened = (selfClosing: boolean) => (at: number) => handler.open(name, attributes, selfClosing, at);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, {
    onopentagname(start, end) {
      name = xml.slice(start, end).toLowerCase();
      attributes = new Map();
    },
    onattribname(start, end) {
      attribute = xml.slice(start, end).toLowerCase();
      value = '';
    },
    onattribdata(start, end) {
      value += xml.slice(start, Math.min(end, start + maxValue));
    },
    onattribend() {
      if (attributes.size < maxAttributes && !attributes.has(attribute)) attributes.set(attribute, decodeReferences(value));
    },
    onopentagend: opened(false),
    onselfclosingtag: opened(true),
    onclosetag: (start, end) => handler.close(xml.slice(start, end).toLowerCase()),
    // What is longer than any field is cut before the work on it.
    ontext: (start, end) => handler.text(decodeReferences(xml.slice(start, Math.min(end, start + 10 * limits.fieldLength)))),
    oncdata: (start, end, endOffset) => handler.text(xml.slice(start, end - endOffset)),
    onattribentity: nothing,
    ontextentity: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
  });
  tokenizer.write(xml);
  tokenizer.end();
}

/** A first pass over broken XML, before the tokenizer: what each `<` starts, if it starts anything. */
import { type Doctype, type Entities, readDoctype } from './doctype.ts';
import { isHtmlName } from './html-names.ts';
import { maxText } from './repair-rules.ts';
import { itemFields } from './vocabulary.ts';

/** `none`: a comment, an instruction or a declaration. */
type Start = 'text' | 'open' | 'close' | 'section' | 'none';

/**
 * Classifies each `<`; asked with growing positions. Sections and comments that
 * were never closed end where they must have. All searches remember what they
 * found, so the time is linear whatever comes.
 */
class Scanner {
  /** Where the last section, comment, instruction or declaration ends. */
  end = 0;
  /** Where the text of the last section ends. */
  textEnd = 0;
  /** The document's own, once it was met. */
  doctype: Doctype | undefined;
  readonly #xml: string;
  readonly #search: Readonly<Record<'tag' | 'tagEnd' | 'section' | 'sectionEnd' | 'comment' | 'commentEnd' | 'instruction' | 'instructionEnd' | 'itemEnd' | 'entryEnd', Search>>;

  constructor(xml: string) {
    this.#xml = xml;
    const search = (needle: string): Search => new Search(xml, needle);
    this.#search = {
      tag: search('<'), tagEnd: search('>'), section: search('<![CDATA['), sectionEnd: search(']]>'),
      comment: search('<!--'), commentEnd: search('-->'), instruction: search('<?'), instructionEnd: search('?>'),
      itemEnd: search('</item>'), entryEnd: search('</entry>'),
    };
  }

  start(at: number): Start {
    const next = this.#xml.charCodeAt(at + 1);
    if (isNameStart(next)) return this.#isTag(at) ? 'open' : 'text';
    if (next === slash) return isNameStart(this.#xml.charCodeAt(at + 2)) && this.#isTag(at) ? 'close' : 'text';
    if (next === exclamation) return this.#declaration(at);
    return next === question ? this.#instruction(at) : 'text';
  }

  /** Another `<` before the `>` is fine within a quoted attribute; else the first one is text. */
  #isTag(at: number): boolean {
    const other = this.#search.tag.from(at + 1);
    return other === Infinity || other > this.#search.tagEnd.from(at + 1) || insideQuotes(this.#xml, at, other);
  }

  #declaration(at: number): Start {
    const xml = this.#xml;
    if (xml.startsWith('<![CDATA[', at)) return this.#section(at);
    if (xml.startsWith('<!--', at)) return this.#comment(at);
    const [name] = /^<!(?:DOCTYPE|ELEMENT|ENTITY|ATTLIST|NOTATION)/i.exec(xml.slice(at, at + 10)) ?? [];
    this.end = this.#search.tagEnd.from(at) + 1;
    if (name === undefined || this.end === Infinity) return 'text';
    if (/doctype/i.test(name) && !this.doctype) {
      this.doctype = readDoctype(xml, at, this.end);
      this.end = this.doctype.end;
    }
    return 'none';
  }

  /** A comment that is never closed, or only by the end of another, would take items with it: it ends at the next tag. */
  #comment(at: number): Start {
    const { comment, commentEnd, tag } = this.#search;
    const [other, close] = [comment.from(at + 4), commentEnd.from(at + 4)];
    const within = this.#xml.slice(at, Math.min(other, close));
    const closed = close !== Infinity && (other < close ? within.search(itemTag) === -1 : holdsWholeItems(within));
    this.end = closed ? close + 3 : Math.min(tag.from(at + 4), this.#xml.length);
    return 'none';
  }

  #instruction(at: number): Start {
    const { instruction, instructionEnd, tag, tagEnd } = this.#search;
    const close = instructionEnd.from(at + 2);
    if (close !== Infinity && this.#xml.slice(at, Math.min(close, instruction.from(at + 2))).search(itemTag) === -1) {
      this.end = close + 2;
      return 'none';
    }
    this.end = tagEnd.from(at + 2) + 1;
    return this.end < tag.from(at + 1) ? 'none' : 'text';
  }

  #section(at: number): Start {
    const { section, sectionEnd } = this.#search;
    const [other, close] = [section.from(at + 9), sectionEnd.from(at + 9)];
    // Another section begins before this one ends: the `]]>` may be that one's.
    let cut = other < close || close === Infinity ? fieldEnd(this.#xml, at, Math.min(other, this.#xml.length)) : undefined;
    if (close === Infinity) cut ??= this.#lastEnd(at);
    this.textEnd = cut ?? Math.min(close, this.#xml.length);
    this.end = cut ?? Math.min(close + 3, this.#xml.length);
    return 'section';
  }

  /** Where the last element of the item ends, which starts before `at` or after. */
  #lastEnd(at: number): number | undefined {
    const itemEnd = Math.min(this.#search.itemEnd.from(at), this.#search.entryEnd.from(at));
    if (itemEnd === Infinity) return undefined;
    const last = this.#xml.slice(at, itemEnd).lastIndexOf('</');
    return last === -1 ? itemEnd : at + last;
  }
}

/** indexOf that remembers: asked with growing positions, it reads the text once. */
class Search {
  readonly #xml: string;
  readonly #needle: string;
  #found = -1;

  constructor(xml: string, needle: string) {
    this.#xml = xml;
    this.#needle = needle;
  }

  /** Infinity if there is none. */
  from(at: number): number {
    if (this.#found < at) {
      const found = this.#xml.indexOf(this.#needle, at);
      this.#found = found === -1 ? Infinity : found;
    }
    return this.#found;
  }
}

const [slash, exclamation, question, colon, underscore] = [47, 33, 63, 58, 95];
const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === underscore || code === colon;

function insideQuotes(xml: string, from: number, to: number): boolean {
  let quote = 0;
  for (let i = from; i < to; i++) {
    const code = xml.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if ((code === 34 || code === 39) && xml[i - 1] === '=') quote = code;
  }
  return quote !== 0;
}

const itemTag = /<\/?(?:[\w.-]{1,20}:)?(?:item|entry)[\s/>]/i;

/** Items may be commented out, but each with its end. */
function holdsWholeItems(comment: string): boolean {
  if (comment.search(itemTag) === -1) return true;
  const [open, close] = [/<(?:[\w.-]{1,20}:)?(?:item|entry)(?:\s[^<>]*[^<>/])?>/gi, /<\/(?:[\w.-]{1,20}:)?(?:item|entry)\s*>/gi];
  return comment.match(open)?.length === comment.match(close)?.length;
}

/** Where a section ends that has no end of its own before `to`: at the end tag of its element, else the last one of its item. */
function fieldEnd(xml: string, at: number, to: number): number | undefined {
  const text = xml.slice(at, to);
  const name = /^<([\w:.-]{1,50})(?:\s[^<>]*)?>\s*$/.exec(xml.slice(Math.max(0, xml.lastIndexOf('<', at - 1)), at))?.[1];
  if (name !== undefined) {
    for (const { index, 1: next } of text.matchAll(endAndNext(name))) {
      if (!isHtmlName(next!.toLowerCase()) || itemFields.has(next!.toLowerCase())) return at + index;
    }
  }
  const itemEnd = text.search(/<\/(?:item|entry)>\s*<(?:item|entry)[\s>]/);
  if (itemEnd === -1) return undefined;
  const last = text.lastIndexOf('</', itemEnd - 1);
  return at + (last === -1 ? itemEnd : last);
}

const ends = new Map<string, RegExp>();

/** An end tag, and the name in the tag right after it. */
function endAndNext(name: string): RegExp {
  const before = ends.get(name);
  if (before) return before;
  const pattern = new RegExp(String.raw`</${name}\s*>\s*</?([\w:.-]{1,50})`, 'gi');
  if (ends.size < 100) ends.set(name, pattern);
  return pattern;
}

/** XML that a tokenizer can take as it stands, and the entities that it defined. */
export interface Mended {
  readonly xml: string;
  readonly entities: Entities | undefined;
}

/** Escapes each stray `<`, closes sections that were not, and leaves out comments, instructions and declarations. */
export function mend(xml: string): Mended {
  const parts: string[] = [];
  const scanner = new Scanner(xml);
  let done = 0;
  // Whether what follows `done` is text with stray `<` in it.
  let stray = false;
  const copyTo = (end: number): void => {
    if (stray) parts.push(xml.slice(done, Math.min(end, done + maxText)).replaceAll('<', '&lt;'));
    else parts.push(xml.slice(done, end));
    [done, stray] = [end, false];
  };
  for (let at = xml.indexOf('<'); at !== -1;) {
    const start = scanner.start(at);
    if (stray !== (start === 'text')) copyTo(at);
    stray = start === 'text';
    if (start === 'none') {
      copyTo(at);
      done = scanner.end;
    } else if (start === 'section' && scanner.end === scanner.textEnd) {
      copyTo(scanner.end);
      parts.push(']]>');
    }
    at = xml.indexOf('<', start === 'section' || start === 'none' ? scanner.end : at + 1);
  }
  if (done === 0 && !stray) return { xml, entities: undefined };
  copyTo(xml.length);
  return { xml: parts.join(''), entities: scanner.doctype?.entities };
}

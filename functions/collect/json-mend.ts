/** JSON as scripts write it, to JSON: one pass over it, whatever it is. */

/** Repairs that a document may need before it is no use: real ones need one for each line of text. */
const most = 200_000;

/** Deeper than any feed. */
const deepest = 100;

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, slash, comma, star, openList, closeList, openObject, closeObject] =
  ['"', '\\', '/', ',', '*', '[', ']', '{', '}'].map(code) as [number, number, number, number, number, number, number, number, number, number];
const isOpening = (at: number): boolean => at === openList || at === openObject;
const isClosing = (at: number): boolean => at === closeList || at === closeObject;
const isSpace = (at: number): boolean => at === 32 || (at >= 9 && at <= 13);

/** What may stand before the document: comments, in which brackets mean nothing. */
const comments = /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*/;

/** Whether brackets are nested deeper than any feed's: JSON.parse takes seconds for a document that is all brackets. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const now = text.charCodeAt(at);
    if (now === quote) inString = !inString;
    else if (inString) at += Number(now === backslash);
    else if (isOpening(now) && ++depth > deepest) return true;
    else if (isClosing(now)) depth--;
  }
  return false;
}

/**
 * Without comments, trailing commas, NaN, raw line breaks in strings and what
 * stands around it; of a document that is cut off, the items that are whole.
 * Undefined where nothing is.
 */
export function mendJson(text: string): string | undefined {
  const mender = new Mender(text);
  return mender.run();
}

class Mender {
  readonly #text: string;
  readonly #out: string[] = [];
  /** What closes the brackets that are open. */
  readonly #open: string[] = [];
  #from: number;
  #repairs = 0;

  constructor(text: string) {
    this.#text = text;
    const lead = comments.exec(text.slice(0, 1000))![0].length;
    const bracket = text.slice(lead).search(/[{[]/);
    this.#from = bracket === -1 ? -1 : lead + bracket;
  }

  run(): string | undefined {
    let whole: { readonly pieces: number; readonly closers: string } | undefined;
    for (let at = this.#from; at >= 0 && at < this.#text.length && this.#repairs <= most;) {
      const now = this.#text.charCodeAt(at);
      if (now === quote) at = this.#string(at);
      else if (now === slash) at = this.#comment(at);
      else if (now === comma) at = this.#comma(at);
      else if (isOpening(now)) {
        this.#open.push(now === openObject ? '}' : ']');
        at++;
      } else if (isClosing(now)) {
        this.#open.pop();
        at++;
        if (this.#open.length === 0) return this.#copyTo(at).join('');
        // An item is what is two deep: in the list of items, in the feed.
        if (this.#open.length === 2) whole = { pieces: this.#copyTo(at).length, closers: this.#open.toReversed().join('') };
      } else at = now > 32 ? this.#word(at) : at + 1;
    }
    return whole && this.#repairs <= most ? this.#out.slice(0, whole.pieces).join('') + whole.closers : undefined;
  }

  #copyTo(end: number): string[] {
    if (end > this.#from) this.#out.push(this.#text.slice(this.#from, end));
    this.#from = end;
    return this.#out;
  }

  #replace(start: number, end: number, by: string): number {
    this.#repairs++;
    this.#copyTo(start).push(by);
    return (this.#from = end);
  }

  #string(start: number): number {
    for (let at = start + 1; at < this.#text.length && this.#repairs <= most; at++) {
      const now = this.#text.charCodeAt(at);
      if (now === quote) return at + 1;
      if (now < 32) this.#replace(at, at + 1, JSON.stringify(this.#text[at]).slice(1, -1));
      else if (now === backslash && /^\\(?:["\\/bfnrt]|u[0-9a-f]{4})/i.test(this.#text.slice(at, at + 6))) at++;
      else if (now === backslash) this.#replace(at, at + 1, '\\\\');
    }
    return this.#text.length;
  }

  #comment(start: number): number {
    const next = this.#text.charCodeAt(start + 1);
    // After a colon it may be an address without quotes.
    if (next !== star && (next !== slash || this.#text[start - 1] === ':')) return start + (next === slash ? 2 : 1);
    const end = next === slash ? this.#text.indexOf('\n', start) : this.#text.indexOf('*/', start + 2);
    return this.#replace(start, end === -1 ? this.#text.length : end + (next === slash ? 1 : 2), ' ');
  }

  #comma(start: number): number {
    let next = start + 1;
    while (isSpace(this.#text.charCodeAt(next))) next++;
    return isClosing(this.#text.charCodeAt(next)) ? this.#replace(start, next, '') : next;
  }

  #word(start: number): number {
    let end = start + 1;
    while (end < this.#text.length && !this.#ends(this.#text.charCodeAt(end))) end++;
    const word = this.#text.slice(start, Math.min(end, start + 20));
    return /^(?:nan|none|undefined|[-+]?infinity)$/i.test(word) ? this.#replace(start, end, 'null') : end;
  }

  #ends(at: number): boolean {
    return at <= 32 || at === quote || at === comma || at === slash || isOpening(at) || isClosing(at);
  }
}

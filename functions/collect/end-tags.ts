import type { Tag } from './tokens.ts';

/**
 * Tells which elements have an end tag, so that one whose end tag is missing or
 * misspelt does not swallow what follows. Positions asked for only grow; all
 * searching together costs at most ten readings of the document, after which
 * every element is taken to be closed.
 */
export class EndTags {
  readonly #xml: string;
  readonly #found = new Map<string, number>();
  /** The same for names in any case: made when first needed, as end tags nearly always are written as their start tags are. */
  #lower: EndTags | undefined;
  #budget: number;

  constructor(xml: string) {
    this.#xml = oddItemEnd.test(xml) ? lower(xml) : xml;
    this.#budget = 10 * xml.length;
  }

  /** Whether an end tag for that tag stands between it and the end of the item. */
  has({ name, written, end: at }: Tag): boolean {
    const itemEnd = Math.min(this.#find('</item', at), this.#find('</entry', at));
    const end = this.#find(`</${written}`, at);
    if (this.#budget <= 0 || (end !== Infinity && end < itemEnd)) return true;
    this.#lower ??= new EndTags(lower(this.#xml));
    return this.#lower.#hasLower(name, at);
  }

  #hasLower(name: string, at: number): boolean {
    const itemEnd = Math.min(this.#find('</item', at), this.#find('</entry', at));
    const end = this.#find(`</${name}`, at);
    return this.#budget <= 0 || (end !== Infinity && end < itemEnd);
  }

  #find(needle: string, at: number): number {
    const before = this.#found.get(needle) ?? -1;
    if (before >= at || this.#budget <= 0) return before;
    const index = this.#xml.indexOf(needle, at);
    const found = index === -1 ? Infinity : index;
    this.#budget -= Math.min(found, this.#xml.length) - at;
    this.#found.set(needle, found);
    return found;
  }
}

/** What may be an item's end tag with a capital in it. */
const oddItemEnd = /<\/(?!item|entr)(?:[iI][tT][eE][mM]|[eE][nN][tT][rR])/;

const lower = (xml: string): string => xml.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());

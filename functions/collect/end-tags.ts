/**
 * Tells which elements have an end tag, so that one whose end tag is missing or
 * misspelt does not swallow what follows. Positions asked for only grow; all
 * searching together costs at most ten readings of the document, after which
 * every element is taken to be closed.
 */
export class EndTags {
  readonly #xml: string;
  readonly #found = new Map<string, number>();
  #budget: number;

  constructor(xml: string) {
    this.#xml = xml.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
    this.#budget = 10 * xml.length;
  }

  /** Whether an end tag of that name (lower-case) stands between `at` and the end of the item. */
  has(name: string, at: number): boolean {
    const end = this.#find(`</${name}`, at);
    const itemEnd = Math.min(this.#find('</item', at), this.#find('</entry', at));
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

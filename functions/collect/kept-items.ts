import { limits } from './repair-rules.ts';

/** A list of bounded length. Of too many, those in the middle go: feeds put new items first or last. Its second half is a ring. */
export class KeptItems<Item> {
  readonly #items: Item[] = [];
  #dropped = 0;

  add(item: Item): void {
    const half = limits.items / 2;
    if (this.#items.length < limits.items) this.#items.push(item);
    else this.#items[half + (this.#dropped++ % half)] = item;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  inOrder(): readonly Item[] {
    const half = limits.items / 2;
    const oldest = half + (this.#dropped % half);
    return [...this.#items.slice(0, half), ...this.#items.slice(oldest), ...this.#items.slice(half, oldest)];
  }
}

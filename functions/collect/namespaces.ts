import type { Attributes } from './tokens.ts';
import { prefixOf, usualPrefixes } from './vocabulary.ts';

/** The namespace declarations in force at an element (Namespaces in XML 1.0); immutable. */
export class Namespaces {
  static readonly none = new Namespaces(new Map());
  /** Declared prefix (empty for the default namespace) → our prefix, or undefined where the namespace does not matter. */
  readonly #declared: ReadonlyMap<string, string | undefined>;

  private constructor(declared: ReadonlyMap<string, string | undefined>) {
    this.#declared = declared;
  }

  /**
   * With the declarations of a further element. A root's default namespace is
   * left out: feeds declare odd ones there, and mean plain RSS or Atom all the same.
   */
  with(attributes: Attributes, root: boolean): Namespaces {
    if (attributes.size === 0) return this;
    let declared: Map<string, string | undefined> | undefined;
    for (const [name, value] of attributes) {
      if (!name.startsWith('xmlns') || (name === 'xmlns' ? root : name[5] !== ':')) continue;
      declared ??= new Map(this.#declared);
      declared.set(name.slice(6), prefixOf(value));
    }
    return declared ? new Namespaces(declared) : this;
  }

  /** The same, with an undeclared prefix taken to mean RSS or Atom: that of a root, whose name says which it is. */
  assuming(prefix: string): Namespaces {
    return this.#declared.get(prefix) !== undefined ? this : new Namespaces(new Map(this.#declared).set(prefix, ''));
  }

  /** The name under which the vocabulary knows an element. */
  canonical(name: string): string {
    const colon = name.indexOf(':');
    if (colon === -1) return `${this.#declared.get('') ?? ''}${name}`;
    const prefix = name.slice(0, colon);
    const ours = this.#declared.get(prefix) ?? usualPrefixes.get(prefix) ?? `${prefix}:`;
    return `${ours}${name.slice(colon + 1)}`;
  }
}

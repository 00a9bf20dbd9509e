/** The document type declaration, for the entities that it defines. */
import { decodeReferences } from './entities.ts';

export interface Doctype {
  readonly end: number;
  readonly entities: Entities | undefined;
}

/** Entities of the document's own, as text. What their expansion may add up to is bounded. */
export class Entities {
  readonly #values: ReadonlyMap<string, string>;
  #room = limits.expansion;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  get(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value.length > this.#room) return undefined;
    this.#room -= value.length;
    return value;
  }
}

const limits = { entities: 1000, expansion: 1_000_000 } as const;

/** Reads the declaration that starts at `at`. `firstBracket`: after its first `>`, where it ends as far as one can tell if it is broken. */
export function readDoctype(xml: string, at: number, firstBracket: number): Doctype {
  const subset = xml.slice(at, firstBracket).indexOf('[');
  return (subset !== -1 && readSubset(xml, at + subset + 1)) || { end: firstBracket, entities: undefined };
}

function readSubset(xml: string, start: number): Doctype | undefined {
  const values = new Map<string, string>();
  for (let at: number | undefined = start; at !== undefined; at = partEnd(xml, at)) {
    const end = match(subsetEnd, xml, at);
    if (end) return { end: at + end[0].length, entities: values.size > 0 ? new Entities(values) : undefined };
    const [, name, double, single] = match(entity, xml, at) ?? [];
    // The first definition of a name counts (XML 1.0 section 4.2).
    if (name !== undefined && values.size < limits.entities && !values.has(name)) values.set(name, literal((double ?? single)!));
  }
  return undefined;
}

const subsetEnd = /\]\s*>/y;
/** A general entity with a literal value; not an external nor a parameter entity. */
const entity = /<!ENTITY\s+([\w:.-]{1,64})\s+(?:"([^"]{0,2000})"|'([^']{0,2000})')\s*>/y;
/** Between declarations: space, references to parameter entities. */
const between = /[\s%\w;:.-]+/y;

function match(pattern: RegExp, xml: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(xml);
}

/** The end of a part of the internal subset: a comment, an instruction, a declaration, or what is between them. */
function partEnd(xml: string, at: number): number | undefined {
  if (xml.startsWith('<!--', at)) return after(xml, '-->', at + 4);
  if (xml.startsWith('<?', at)) return after(xml, '?>', at);
  if (!xml.startsWith('<!', at)) return match(between, xml, at) ? between.lastIndex : undefined;
  for (let i = at + 2; i < xml.length; i++) {
    const char = xml[i]!;
    if (char === '>') return i + 1;
    if (char !== '"' && char !== "'") continue;
    i = xml.indexOf(char, i + 1);
    if (i === -1) return undefined;
  }
  return undefined;
}

function after(xml: string, needle: string, from: number): number | undefined {
  const found = xml.indexOf(needle, from);
  return found === -1 ? undefined : found + needle.length;
}

/** References to characters are undone when an entity is declared, the five of XML where it is used; others stay. */
function literal(value: string): string {
  return decodeXml(value.replace(/&#[\dxX][0-9a-fA-F]{0,6};/g, (found) => decodeReferences(found)));
}

const decodeXml = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|apos|#[\dxX][0-9a-fA-F]{0,6});/g, (found) => decodeReferences(found));

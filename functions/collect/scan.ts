/**
 * A first pass over broken XML, before the tokenizer: `<` that start no tag are
 * escaped, and CDATA sections that were never closed are closed. In one pass
 * with positions that only grow, so the time is linear whatever comes.
 */
export function escapeStray(xml: string): string {
  let out = '';
  let done = 0;
  const next = searcher(xml);
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const skip = specialEnd(xml, at, next);
    if (skip !== undefined) {
      at = skip.end;
      if (skip.insert !== '') {
        out += xml.slice(done, at) + skip.insert;
        done = at;
      }
    } else {
      if (!startsTag(xml, at, next)) {
        out += `${xml.slice(done, at)}&lt;`;
        done = at + 1;
      }
      at += 1;
    }
  }
  return done === 0 ? xml : out + xml.slice(done);
}

type Search = (text: string, from: number) => number;

/** indexOf that remembers: asked with growing positions, it reads the text once for each needle. */
function searcher(xml: string): Search {
  const found = new Map<string, number>();
  return (needle, from) => {
    let at = found.get(needle) ?? -2;
    if (at === Infinity || at >= from) return at;
    at = xml.indexOf(needle, from);
    if (at === -1) at = Infinity;
    found.set(needle, at);
    return at;
  };
}

/** The end of a CDATA section, comment, declaration or instruction that starts at `at`. */
function specialEnd(xml: string, at: number, next: Search): { end: number; insert: string } | undefined {
  if (xml.startsWith('<![CDATA[', at)) {
    const end = next(']]>', at);
    const itemEnd = Math.min(next('</item>', at), next('</entry>', at));
    // An item that ends inside the section, with another section begun before this one ends: the `]]>` is another's.
    if (itemEnd < end && next('<![CDATA[', at + 9) < end && reopens(xml, itemEnd)) {
      const cut = fieldEnd(xml, at, itemEnd);
      return { end: cut, insert: ']]>' };
    }
    return { end: end === Infinity ? xml.length : end + 3, insert: '' };
  }
  if (xml.startsWith('<!--', at)) {
    const end = next('-->', at + 4);
    // A comment that is never closed would take the rest of the feed with it.
    return end === Infinity ? undefined : { end: end + 3, insert: '' };
  }
  return undefined;
}

const reopens = (xml: string, itemEnd: number): boolean => /^<\/(?:item|entry)>\s*<(?:item|entry)[\s>]/.test(xml.slice(itemEnd, itemEnd + 200));

/** Where the element that holds the section ends: at the last end tag before the item's. */
function fieldEnd(xml: string, from: number, itemEnd: number): number {
  const last = xml.slice(from, itemEnd).lastIndexOf('</');
  return last === -1 ? itemEnd : from + last;
}

/** Whether the `<` at `at` can be a tag, a declaration or an instruction. */
function startsTag(xml: string, at: number, next: Search): boolean {
  const after = xml.charAt(at + 1);
  if (after === '?') return true;
  if (after === '!') return /^<!(?:DOCTYPE|ELEMENT|ENTITY|ATTLIST|NOTATION|\[CDATA\[)/i.test(xml.slice(at, at + 12));
  if (!/[A-Za-z_:]/.test(after === '/' ? xml.charAt(at + 2) : after)) return false;
  const [open, close] = [next('<', at + 1), next('>', at + 1)];
  if (open > close) return true;
  if (open === Infinity) return true;
  // Another `<` comes before the `>`: fine within a quoted attribute, else this one is text.
  return insideQuotes(xml, at, open);
}

function insideQuotes(xml: string, from: number, to: number): boolean {
  let quote = '';
  for (let i = from; i < to; i++) {
    const char = xml[i]!;
    if (quote === '') {
      if ((char === '"' || char === "'") && xml[i - 1] === '=') quote = char;
    } else if (char === quote) quote = '';
  }
  return quote !== '';
}

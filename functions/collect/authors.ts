/** Who wrote an item, by name. */
import { clip, plainText } from '../model/text.ts';
import { sanitise } from './sanitise.ts';

const authorLength = 100;
const most = 3;

/** The names in the first of the lists that has any, each once. */
export function authorsOf(lists: readonly (readonly string[])[]): string | undefined {
  for (const list of lists) {
    const names = new Map<string, string>();
    for (const text of list) {
      const name = names.size < most ? authorName(text) : undefined;
      if (name !== undefined && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
    }
    if (names.size > 0) return clip([...names.values()].join(', '), authorLength);
  }
  return undefined;
}

/** RSS has "address (Name)", others "Name <address>" or the name alone. An address is nobody's name, and not ours to show. */
function authorName(text: string): string | undefined {
  const plain = sanitise({ text: text.slice(0, 300).replace(/<[^<>\s]+@[^<>\s]+>/g, ' '), type: 'loose' }).text;
  const named = /^\S+@\S+\s*\((.+)\)$/.exec(plain)?.[1] ?? plain.replace(/(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+(?!\S)/g, ' ');
  const name = plainText(named).replace(/^\(\s*|\s*\)$/g, '');
  return /[\p{L}\p{N}]/u.test(name) && !/^(?:https?:|noreply\b|unknown$)/i.test(name) ? name : undefined;
}

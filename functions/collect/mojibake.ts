/** Text that was UTF-8, was read as windows-1252 and written as UTF-8 again: `versiÃ³n` for `versión`. */
import { isUtf8 } from 'node:buffer';
import { byteOf, withoutC1 } from './windows-1252.ts';

/** Undoes it, once, where the whole text is of that kind and cannot be meant; else only turns C1 controls into what they were. */
export function withoutMojibake(text: string): string {
  return undone(text) ?? withoutC1(text);
}

const beyond = '\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
// Lead bytes of UTF-8, and the one to three bytes that go on.
const sequence = new RegExp(`[\u00C2-\u00DF][${beyond}]|[\u00E0-\u00EF][${beyond}]{2}|[\u00F0-\u00F4][${beyond}]{3}`, 'g');

function undone(text: string): string | undefined {
  if (text.search(sequence) === -1) return undefined;
  const bytes = Buffer.allocUnsafe(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = byteOf(text[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  if (!isUtf8(bytes) || !hasUnmeant(text)) return undefined;
  return bytes.toString('utf8');
}

/** Whether one of the sequences makes no sense as it stands. `LIBERTÉ…` and `AMANHÃ…` are right, though bytes that are UTF-8. */
function hasUnmeant(text: string): boolean {
  for (const { 0: found, index } of text.matchAll(sequence)) {
    if (!afterWord.test(found.slice(1)) || /^\p{L}/u.test(text.slice(index + found.length, index + found.length + 2))) return true;
    const before = text.slice(Math.max(0, index - 1), index);
    // Ã and Â end words in capitals alone, and begin none that goes on so; other capitals follow no small letter.
    if (/[ÂÃ]/.test(found) ? !/\p{Lu}/u.test(before) : /^\p{Lu}/u.test(found) && /\p{Ll}/u.test(before)) return true;
  }
  return false;
}

/** What may follow a word. */
const afterWord = /^[…–—‘’‚“”„‹›«»™®©°ºª¹²³·•¡¿†‡§¶±\u00A0]+$/;

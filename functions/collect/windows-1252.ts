/** The one encoding that everything is mistaken for. */

const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const bytes: ReadonlyMap<string, number> = new Map([...upper].map((char, n) => [char, 0x80 + n]));

/** What the standard of HTML reads for the C1 control of that code: the character that windows-1252 has there. */
export const fromC1 = (code: number): string => upper[code - 0x80]!;

const c1 = /[\u0080-\u009F]/g;

/** Control characters that were windows-1252 once, as what they were. */
export const withoutC1 = (text: string): string => text.replace(c1, (char) => fromC1(char.charCodeAt(0)));

/** The byte of a character in windows-1252, where C1 controls stand for themselves; undefined if it has none. */
export function byteOf(char: string): number | undefined {
  const code = char.charCodeAt(0);
  return code < 0x100 ? code : bytes.get(char);
}

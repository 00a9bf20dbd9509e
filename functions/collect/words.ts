/**
 * Words of a line, separated by spaces; of scripts that write without them, each
 * character counts. One pass by code units, as it is done for every text of
 * every feed: a word is what has a letter or a digit in it.
 */
export function countWords(line: string): number {
  let words = 0;
  let wordy = false;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === space) {
      words += Number(wordy);
      wordy = false;
    } else if (isUnspaced(code)) {
      words++;
    } else {
      wordy ||= isWordy(code);
    }
  }
  return words + Number(wordy);
}

const space = 32;

/** Thai, kana and Han of the basic plane. */
const isUnspaced = (code: number): boolean => (code >= 0x3041 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0x0e01 && code <= 0x0e4e);

/** Letters and digits: of what is not ASCII all but punctuation, symbols and the marks of other scripts' spaces. */
const isWordy = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) ||
  (code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && (code < 0x2000 || code > 0x2bff) && (code < 0x3000 || code > 0x3040) && code < 0xfe00);

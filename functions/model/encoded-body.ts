/** A mail's body in quoted-printable (RFC 2045 section 6.7), encoded once for all readers: in pieces, its slots and the marks of its ranges between them. */
import { encode, wrap } from 'nodemailer/lib/qp';
import { type Range, type SlotName, splitAtMarks } from './slot.ts';

/** Encoded text, a slot that a reader's encoded value goes into, or where a range begins or ends. */
export type Piece = string | { readonly slot: SlotName } | { readonly begin: Range } | { readonly end: true };

/** Ends a line of the encoded text, and none of the text itself. */
const softBreak = '=\r\n';

/** The body's pieces. A value stands on lines of its own, and a range ends its last line, so that no line gets too long whatever is left out. */
export function encodeBody(body: string): Piece[] {
  return splitAtMarks(body).flatMap((part): Piece[] => {
    if ('text' in part) return [encodeText(part.text)];
    return 'slot' in part ? [softBreak, part, softBreak] : [softBreak, part];
  });
}

/** Text, or the value of a slot, encoded: lines of 75 characters, as the soft break after it takes the 76th. */
export const encodeText = (text: string): string => wrap(encode(text), 75).replace(/\r?\n/g, '\r\n');

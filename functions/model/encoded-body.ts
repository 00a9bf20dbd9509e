/** A mail's body in quoted-printable (RFC 2045 section 6.7), encoded once for all readers: in pieces, its slots between them. */
import { encode, wrap } from 'nodemailer/lib/qp';
import { type SlotName, splitAtSlots } from './slot.ts';

/** Encoded text, or a slot that a reader's encoded value goes into. */
export type Piece = string | { readonly slot: SlotName };

/** Ends a line of the encoded text, and none of the text itself. */
const softBreak = '=\r\n';

/** The body's pieces. A value stands on lines of its own, so that it makes no other line too long. */
export function encodeBody(body: string): Piece[] {
  return splitAtSlots(body).flatMap((piece): Piece[] => ('slot' in piece ? [softBreak, piece, softBreak] : [encodeText(piece.text)]));
}

/** Text, or the value of a slot, encoded: lines of 75 characters, as the soft break after it takes the 76th. */
export const encodeText = (text: string): string => wrap(encode(text), 75).replace(/\r?\n/g, '\r\n');

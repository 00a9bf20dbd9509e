/**
 * Slots: the places in a rendered mail that differ from reader to reader. They
 * are written between two Unicode noncharacters, which `plainText` takes out of
 * everything that comes from a feed: no item can write a slot of its own and
 * have a reader's token put into a link of its choice.
 */
const open = '\uFDD0';
const close = '\uFDD1';

export type SlotName = 'unsubscribeUrl';

/** What goes into the slots of one reader's mail: safe in both HTML attributes and text, as it goes in as it is. */
export type SlotValues = Readonly<Record<SlotName, string>>;

/** The slot's mark, to be put where the value will stand. */
export const slot = (name: SlotName): string => `${open}${name}${close}`;

/** What stands between the slots, and the slots, in their order. */
export function splitAtSlots(text: string): ({ readonly slot: SlotName } | { readonly text: string })[] {
  return text.split(new RegExp(`${open}(\\w+)${close}`)).map((piece, n) => (n % 2 === 1 ? { slot: piece as SlotName } : { text: piece }));
}

/** Fills every slot. */
export function fillSlots(text: string, values: SlotValues): string {
  return splitAtSlots(text).map((piece) => ('slot' in piece ? values[piece.slot] : piece.text)).join('');
}

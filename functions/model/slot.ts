/**
 * Slots: the places in a rendered mail that differ from reader to reader. They
 * are written between two Unicode noncharacters, which `plainText` takes out of
 * everything that comes from a feed: no item can write a slot of its own and
 * have a reader's token put into a link of its choice.
 */
const open = '\uFDD0';
const close = '\uFDD1';

export type SlotName = 'unsubscribeUrl';

/** The slot's mark, to be put where the value will stand. */
export const slot = (name: SlotName): string => `${open}${name}${close}`;

/** Fills every slot. The values go in as they are: they must be safe in both HTML attributes and text. */
export function fillSlots(text: string, values: Readonly<Record<SlotName, string>>): string {
  return text.replace(new RegExp(`${open}(\\w+)${close}`, 'g'), (_, name: SlotName) => values[name]);
}

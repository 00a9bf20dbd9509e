/**
 * Slots and ranges: what in a rendered mail differs from reader to reader. They
 * are written between two Unicode noncharacters, which `plainText` takes out of
 * everything that comes from a feed: no item can write a slot of its own and
 * have a reader's token put into a link of its choice.
 */
const open = '\uFDD0';
const close = '\uFDD1';

export type SlotName = 'unsubscribeUrl' | 'manageUrl';

/** What goes into the slots of one reader's mail: safe in both HTML attributes and text, as it goes in as it is. */
export type SlotValues = Readonly<Record<SlotName, string>>;

/**
 * A part of a mail that not every reader gets:
 * - `whole`: for those who get all sections
 * - a section, by its number from 0: for those who want it
 * - a section and `part`: for those who want it and not all others
 */
export type Range = { readonly kind: 'whole' } | { readonly kind: 'section' | 'part'; readonly section: number };

/** What stands in a rendered mail, in its order. Ranges do not lie within each other. */
export type Part = { readonly text: string } | { readonly slot: SlotName } | { readonly begin: Range } | { readonly end: true };

/** The slot's mark, to be put where the value will stand. */
export const slot = (name: SlotName): string => `${open}${name}${close}`;

/** The mark where a range begins. */
export const rangeBegin = (range: Range): string => `${open}${range.kind}${range.kind === 'whole' ? '' : range.section}${close}`;
export const rangeEnd = `${open}end${close}`;

const markPattern = new RegExp(`${open}(\\w+)${close}`);

export function splitAtMarks(text: string): Part[] {
  return text.split(markPattern).flatMap((piece, n): Part[] => {
    if (n % 2 === 0) return piece === '' ? [] : [{ text: piece }];
    const [, kind, section] = /^(whole|end|section|part)(\d*)$/.exec(piece) ?? [];
    if (kind === 'end') return [{ end: true }];
    if (kind === 'whole') return [{ begin: { kind } }];
    return kind === undefined ? [{ slot: piece as SlotName }] : [{ begin: { kind: kind as 'section' | 'part', section: Number(section) } }];
  });
}

/** What is left for a reader who does without those sections; the marks of ranges are gone. */
export function withoutSections<P extends object | string>(parts: readonly P[], without: ReadonlySet<number>): Exclude<P, { readonly begin: Range } | { readonly end: true }>[] {
  const isShown = (range: Range): boolean => {
    if (range.kind === 'whole') return without.size === 0;
    return !without.has(range.section) && (range.kind === 'section' || without.size > 0);
  };
  let shown = true;
  return parts.flatMap((part) => {
    if (typeof part === 'object' && 'begin' in part) shown = isShown(part.begin as Range);
    else if (typeof part === 'object' && 'end' in part) shown = true;
    else if (shown) return [part as Exclude<P, { readonly begin: Range } | { readonly end: true }>];
    return [];
  });
}

/** Fills every slot, for a reader who does without those sections. */
export function fillSlots(text: string, values: SlotValues, without: ReadonlySet<number> = new Set()): string {
  return withoutSections(splitAtMarks(text), without)
    .map((part) => ('slot' in part ? values[part.slot] : part.text))
    .join('');
}

/** What is wrong with the ranges of a rendered mail, as half a sentence; undefined where nothing is. A slot in a range would be left out with it. */
export function rangesFault(text: string): string | undefined {
  let isOpen = false;
  for (const part of splitAtMarks(text)) {
    if ('begin' in part && isOpen) return 'a {{begin}} or {{whole}} stands before the {{finish}} of the one above';
    if ('end' in part && !isOpen) return 'a {{finish}} has no {{begin}} or {{whole}} before it';
    if ('slot' in part && isOpen) return `a link of the reader's own ({{${part.slot}}}) stands between {{begin}} and {{finish}}, and would be left out with the section`;
    if ('begin' in part) isOpen = true;
    if ('end' in part) isOpen = false;
  }
  return isOpen ? 'the last {{begin}} or {{whole}} has no {{finish}}' : undefined;
}

/** A JSON document's value, broken or not. */
import { jsonrepair } from 'jsonrepair';
import { isTooDeep, mendJson } from './json-mend.ts';

export type JsonText =
  /** `mended`: it did not stand so. */
  | { readonly kind: 'json'; readonly value: unknown; readonly mended: boolean }
  | { readonly kind: 'broken'; readonly detail: string };

/** Characters that jsonrepair may have: its time is quadratic in what it repairs (120 KB of quotes: 26 s). */
const longestToRepair = 32_000;

/** As it stands, else mended, else, if it is short, with all that jsonrepair knows of. */
export function readJson(text: string): JsonText {
  if (isTooDeep(text)) return { kind: 'broken', detail: 'brackets nested too deep' };
  try {
    return { kind: 'json', value: JSON.parse(text), mended: false };
  } catch (error) {
    const value = mendedValue(text);
    return value === undefined ? { kind: 'broken', detail: (error as Error).message.replace(/\s+/g, ' ').slice(0, 150) } : { kind: 'json', value, mended: true };
  }
}

function mendedValue(text: string): unknown {
  const mended = mendJson(text);
  if (mended === undefined) return undefined;
  const ways = [
    JSON.parse,
    // A comma is a trailing one only when the comment after it is gone.
    (json: string): unknown => JSON.parse(mendJson(json) ?? ''),
    ...(mended.length > longestToRepair ? [] : [(json: string): unknown => JSON.parse(jsonrepair(json))]),
  ];
  for (const read of ways) {
    try {
      return read(mended);
    } catch {
      // The next may know better.
    }
  }
  return undefined;
}

/** The values of a template that are known when it is built: colours and direction. MJML checks them, so they can't wait for the issue. */
import type { Palettes } from '../model/palette.ts';
import type { Tag } from './tags.ts';

export type Direction = 'ltr' | 'rtl';

/** By the tag's text, `{{dir}}` or `{{light.accent}}`. */
export function buildValues({ light, dark }: Palettes, dir: Direction): ReadonlyMap<string, string> {
  const rtl = dir === 'rtl';
  const values: Record<string, string> = {
    dir,
    // For HTML attributes that know left and right only.
    start: rtl ? 'right' : 'left',
    end: rtl ? 'left' : 'right',
  };
  for (const [scheme, palette] of Object.entries({ light, dark })) {
    for (const [name, colour] of Object.entries(palette) as [string, string][]) values[`${scheme}.${name}`] = colour;
  }
  return new Map(Object.entries(values).map(([name, value]) => [`{{${name}}}`, value]));
}

/** The source with its build values in place. */
export function withBuildValues(source: string, tags: readonly Tag[], values: ReadonlyMap<string, string>): string {
  let text = '';
  let from = 0;
  for (const tag of tags) {
    const value = values.get(tag.text.replace(/^\{\{\s+|\s+\}\}$/g, (braces) => braces.trim()));
    if (value === undefined) continue;
    text += source.slice(from, tag.at) + value;
    from = tag.at + tag.text.length;
  }
  return text + source.slice(from);
}

/** Colours as #rrggbb, and whether text in one can be read on the other. */

type Rgb = readonly [red: number, green: number, blue: number];

/** `#rgb` or `#rrggbb`, in either case. */
export const isColour = (text: string): boolean => /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text);

/** The colour as `#rrggbb` in lower case, the one way that mail clients agree on. */
export function longColour(colour: string): string {
  return written(channels(colour));
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"); text needs 4.5. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, or the nearest mix of it with black or white that can be read on `ground`: a contrast of 4.5 at least. */
export function readable(colour: string, ground: string): string {
  const end: Rgb = luminance(ground) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  const from = channels(colour);
  for (let step = 0; step <= 50; step++) {
    const mixed = written(from.map((value, n) => Math.round(value + ((end[n]! - value) * step) / 50)) as unknown as Rgb);
    if (contrast(mixed, ground) >= 4.5) return mixed;
  }
  return written(end);
}

function channels(colour: string): Rgb {
  const digits = colour.length === 4 ? colour.slice(1).replace(/./g, '$&$&') : colour.slice(1);
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb;
}

const written = (rgb: Rgb): string => `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours of mail and pages, made from the few that the operator chooses. */
import { contrast, longColour, readable } from './colour.ts';

/** The colours of one scheme, each #rrggbb. */
export interface Palette {
  /** Around the card. */
  readonly page: string;
  /** Behind all text. */
  readonly card: string;
  /** Behind the overview, and where a picture is yet to come. */
  readonly box: string;
  readonly rule: string;
  readonly headline: string;
  readonly text: string;
  /** Source, age, footer. */
  readonly dim: string;
  /** Headings of sections, buttons. */
  readonly accent: string;
  /** On a button. */
  readonly onAccent: string;
}

export interface Palettes {
  readonly light: Palette;
  readonly dark: Palette;
}

/** What the operator chooses; all else is as it comes. */
export interface Colours {
  readonly accent?: Choice;
  readonly background?: Choice;
}
/** One for both schemes, or one for each. */
export type Choice = string | { readonly light?: string | undefined; readonly dark?: string | undefined };

const plain: Palettes = {
  light: { page: '#f4f0e9', card: '#ffffff', box: '#faf6f0', rule: '#e8e2d9', headline: '#1f1b16', text: '#4a443c', dim: '#736b60', accent: '#b0400e', onAccent: '#ffffff' },
  dark: { page: '#14120f', card: '#1e1b17', box: '#28241f', rule: '#37322b', headline: '#f5f1ea', text: '#cfc8bd', dim: '#a59d91', accent: '#f7a26a', onAccent: '#1e1b17' },
};

/**
 * The palettes of a choice. An accent given once is mended until it can be read
 * in the dark scheme too; a background given once is that of the light scheme.
 */
export function palettesOf({ accent, background }: Colours): Palettes {
  const accents = typeof accent === 'string' ? { light: accent, dark: accent } : accent;
  const backgrounds = typeof background === 'string' ? { light: background } : background;
  return { light: palette(plain.light, accents?.light, backgrounds?.light), dark: palette(plain.dark, accents?.dark, backgrounds?.dark) };
}

function palette(base: Palette, accent: string | undefined, page: string | undefined): Palette {
  const shown = accent === undefined ? base.accent : readable(readable(longColour(accent), base.card), base.box);
  return {
    ...base,
    ...(page !== undefined && { page: longColour(page) }),
    accent: shown,
    onAccent: contrast('#ffffff', shown) >= 4.5 ? '#ffffff' : base === plain.light ? base.headline : base.onAccent,
  };
}

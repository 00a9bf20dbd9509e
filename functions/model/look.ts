/** How the operator's newsletter looks: what newsletter.yaml says under `look`, defaults filled in. */
import type { Palettes } from './palette.ts';

export interface Look extends Masthead {
  readonly palettes: Palettes;
}

/** What of the look is text or picture and not colour: an issue keeps it. */
export interface Masthead {
  readonly logo?: Logo;
  /** A line below the date. */
  readonly header?: string;
  /** A line at the end. */
  readonly footer?: string;
}

/** An https picture, with the pixels that it is shown at. */
export interface Logo {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

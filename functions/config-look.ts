/** The `look` of newsletter.yaml as the operator writes it. */
import { z } from 'zod';
import { count, expect, isHttps, line, maxUrlLength } from './config-fields.ts';
import { isColour } from './model/colour.ts';

const colour = () => {
  const right = 'a colour in quotes, such as "#b0400e"';
  return z.string(expect(right)).refine(isColour, expect(right));
};
const colours = (key: string) => z.union(
  [colour(), z.strictObject({ light: colour().optional(), dark: colour().optional() })],
  expect(`a colour in quotes, such as ${key}: "#b0400e", or one for each scheme, such as { light: "#b0400e", dark: "#f7a26a" }`),
);

export const logoSchema = z.strictObject(
  {
    url: line('the https address of the picture, such as https://example.com/logo.png', maxUrlLength).refine(isHttps, expect('an https address of a PNG or JPEG, such as https://example.com/logo.png')),
    width: count('the width it is shown at, in pixels, such as 160', 560),
    height: count('the height it is shown at, in pixels, such as 48', 300),
  },
  expect('`url`, `width` and `height` of a picture'),
);

export const lookSchema = z.strictObject(
  {
    accent: colours('accent').optional(),
    background: colours('background').optional(),
    logo: logoSchema.optional(),
    header: line('a line below the date, such as Good morning, Port Ellery').optional(),
    footer: line('a line at the end, such as Made by two people and a cat', 500).optional(),
  },
  expect('`accent`, `background`, `logo`, `header`, `footer`'),
);

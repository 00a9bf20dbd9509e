/** The picture of an item: which of those that its feed gives. */
import type { Image } from '../model/item.ts';
import { clip } from '../model/text.ts';
import type { RawImage } from './raw.ts';
import { pixels } from './read-item.ts';
import { type Picture, sanitise } from './sanitise.ts';
import { absolute } from './urls.ts';

/** Wide enough for a mail; above it, more bytes for nothing. */
const goodWidth = 1200;
/** Smaller than this, in pixels, it is a counter, a smiley or a button. */
const smallest = 32;

const order: readonly RawImage['from'][] = ['media', 'thumbnail', 'enclosure', 'image', 'itunes', 'content'];

/** The best picture of the item, https only, or undefined. `base` is what relative addresses are relative to. */
export function itemImage(given: readonly RawImage[], inText: readonly Picture[], base: string): Image | undefined {
  const usable = [...given, ...inText.map(asImage)].filter(isPicture).flatMap((image) => {
    const url = absolute(image.url, image.base ?? base);
    return url?.startsWith('https:') && !isCounter(url) ? [{ ...image, url }] : [];
  });
  const noFaces = usable.filter(({ url }) => !isAvatar(url));
  const pictures = noFaces.length > 0 ? noFaces : usable;
  for (const from of order) {
    const best = pictures.filter((image) => image.from === from).reduce<RawImage | undefined>(better, undefined);
    if (best) return asItemImage(best, usable);
  }
  return undefined;
}

/** The first of those given, but a wider one if both say how wide they are. */
function better(best: RawImage | undefined, next: RawImage): RawImage {
  if (!best) return next;
  if (best.width === undefined || next.width === undefined || next.from === 'content') return best;
  const fits = (image: RawImage): number => (image.width! <= goodWidth ? image.width! : goodWidth / image.width!);
  return fits(next) > fits(best) ? next : best;
}

function isPicture({ url, from, type, medium, width, height }: RawImage): boolean {
  if ((width ?? smallest) < smallest || (height ?? smallest) < smallest) return false;
  if (/svg|icon/i.test(type ?? '') || /\.(?:svg|ico)(?:$|[?#])/i.test(url)) return false;
  if (from !== 'media' && from !== 'enclosure') return true;
  if (medium === 'image' || /^image\//i.test(type ?? '')) return true;
  return !type && !medium && /\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])/i.test(url);
}

/** Counters and decorations that do not give their size away. */
const isCounter = (url: string): boolean =>
  /\/~r\/|\/~ff\/|pixel\.|\/pixel|[./_-]1x1\b|stats\.wordpress\.com|feedsportal|doubleclick\.net|scorecardresearch|s\.w\.org\/images\/core\/emoji|\/b\.gif|spacer\.gif|blank\.gif|\/tracking\/|\/count(?:er)?[/.]/i.test(url);

/** A writer's face says less of the item than any other picture. */
const isAvatar = (url: string): boolean => /gravatar\.com\/|\/avatars?\/|^https:\/\/avatars?\d*\./i.test(url);

function asImage({ src, alt, width, height, class: classes }: Picture): RawImage {
  const decoration = /\b(?:wp-smiley|emoji|avatar)\b/.test(classes ?? '');
  return { url: decoration ? '' : src, from: 'content', alt, width: pixels(width), height: pixels(height) };
}

function asItemImage({ url, width, height, alt }: RawImage, all: readonly RawImage[]): Image {
  const given = sanitise({ text: (alt ?? all.find((other) => other.url === url && other.alt)?.alt ?? '').slice(0, 1000), type: 'loose' }).text;
  // The name of a file describes nothing.
  const described = /^(?=[a-z-]*[\d_])[\w-]+(?:\.\w+)?$|^[\w-]+\.(?:jpe?g|png|gif|webp)$/i.test(given) ? '' : given;
  return {
    url,
    ...(described !== '' && { alt: clip(described, 200) }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

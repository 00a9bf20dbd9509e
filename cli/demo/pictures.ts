/**
 * The sample pictures, painted when first asked for: real PNGs, and no binary
 * file in the repository. Each is a sky, a disc in it, and ridges before it.
 */
import { crc32, deflateSync } from 'node:zlib';

/**
 * Pictures are shown from https only, and the demo has no certificate, so the
 * feeds name them at a host that can't exist (RFC 2606). `localPictures` plays
 * the part of a mail provider's image proxy and shows the demo's own instead.
 */
export const pictureHost = 'https://pictures.example';

/** Text of a page with the sample pictures taken from the demo's own server. */
export const localPictures = (html: string, origin: string): string => html.replaceAll(`"${pictureHost}/`, `"${origin}/pictures/`);

type Colour = readonly [number, number, number];

interface Scene {
  /** From the top of the sky down to the horizon. */
  readonly sky: readonly [Colour, Colour];
  /** The sun or the moon: centre and radius in parts of the height, and colour. */
  readonly disc: readonly [x: number, y: number, radius: number, colour: Colour];
  /** From far to near: height of its middle, size of its waves, how many, colour. */
  readonly ridges: readonly (readonly [base: number, swing: number, waves: number, colour: Colour])[];
  /** Houses instead of hills. */
  readonly square?: boolean;
  readonly stars?: boolean;
}

const width = 640;
const height = 360;

const scenes = {
  harbour: {
    sky: [[94, 130, 168], [250, 196, 150]],
    disc: [0.95, 0.52, 0.1, [255, 240, 214]],
    ridges: [[0.58, 0.05, 1.3, [122, 134, 156]], [0.66, 0.012, 3, [86, 120, 146]], [0.78, 0.012, 4, [62, 98, 128]], [0.9, 0.014, 5, [42, 74, 104]]],
  },
  ridge: {
    sky: [[64, 84, 132], [246, 170, 140]],
    disc: [1.3, 0.4, 0.08, [255, 232, 196]],
    ridges: [[0.5, 0.12, 2.2, [148, 128, 156]], [0.64, 0.1, 3.1, [104, 94, 132]], [0.78, 0.09, 2.4, [66, 64, 100]], [0.92, 0.06, 3.4, [36, 38, 66]]],
  },
  meadow: {
    sky: [[150, 198, 214], [246, 236, 206]],
    disc: [0.5, 0.3, 0.09, [255, 248, 216]],
    ridges: [[0.56, 0.06, 1.6, [160, 188, 150]], [0.68, 0.06, 2.1, [122, 164, 112]], [0.82, 0.05, 1.5, [86, 134, 82]], [0.96, 0.03, 2.6, [54, 100, 62]]],
  },
  evening: {
    sky: [[92, 104, 160], [250, 190, 176]],
    disc: [0.4, 0.66, 0.11, [255, 222, 190]],
    ridges: [[0.7, 0.05, 1.4, [128, 104, 138]], [0.82, 0.05, 2.2, [84, 72, 108]], [0.94, 0.03, 1.8, [48, 44, 74]]],
  },
  stars: {
    sky: [[12, 16, 40], [58, 66, 118]],
    disc: [1.36, 0.28, 0.09, [238, 234, 214]],
    ridges: [[0.8, 0.05, 1.7, [30, 34, 68]], [0.92, 0.04, 2.6, [14, 16, 36]]],
    stars: true,
  },
  skyline: {
    sky: [[112, 120, 170], [252, 206, 160]],
    disc: [0.62, 0.42, 0.12, [255, 226, 178]],
    ridges: [[0.6, 0.14, 4.6, [176, 148, 160]], [0.7, 0.13, 3.7, [118, 106, 136]], [0.84, 0.1, 2.9, [62, 62, 96]]],
    square: true,
  },
  lantern: {
    sky: [[70, 30, 46], [196, 92, 70]],
    disc: [0.88, 0.42, 0.2, [255, 208, 130]],
    ridges: [[0.74, 0.04, 1.2, [124, 46, 54]], [0.84, 0.05, 1.9, [86, 30, 44]], [0.94, 0.03, 2.6, [50, 18, 32]]],
  },
} as const satisfies Record<string, Scene>;

export type PictureName = keyof typeof scenes;
export const pictureNames = Object.keys(scenes) as PictureName[];
export const pictureSize = { width, height };

const painted = new Map<PictureName, Uint8Array>();

/** The picture as a PNG. */
export function picture(name: PictureName): Uint8Array {
  const png = painted.get(name) ?? toPng(paint(scenes[name]));
  painted.set(name, png);
  return png;
}

/** Rows of RGB, each led by PNG's filter byte (0: none). */
function paint({ sky, disc, ridges, square, stars }: Scene): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / height, y / height];
      let colour = mix(sky[0], sky[1], Math.min(1, v / 0.7));
      if (stars && speck(x, y)) colour = mix(colour, [255, 255, 240], 0.8);
      const [cx, cy, radius, light] = disc;
      const far = Math.hypot(u - cx, v - cy);
      colour = mix(colour, light, 0.35 * Math.exp(-far * 3.2));
      colour = mix(colour, light, edge(radius - far));
      ridges.forEach(([base, swing, waves, shade], n) => {
        colour = mix(colour, shade, edge(v - (base - swing * (square ? blocks(u, waves, n) : hills(u, waves, n)))));
      });
      rows.set(colour.map(Math.round), y * (1 + width * 3) + 1 + x * 3);
    }
  }
  return rows;
}

const mix = (a: Colour, b: Colour, t: number): Colour => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
/** 0 outside, 1 inside, soft over about a pixel. */
const edge = (inside: number): number => Math.max(0, Math.min(1, inside * height + 0.5));
const hills = (u: number, waves: number, n: number): number => Math.sin(u * waves * 2 + n * 2.1) * 0.7 + Math.sin(u * waves * 5.3 + n) * 0.3;
const blocks = (u: number, waves: number, n: number): number => 2 * noise(Math.floor(u * waves * 3 + n * 0.37), n) - 1;
const noise = (a: number, b: number): number => {
  const hash = Math.sin(a * 127.1 + b * 311.7) * 43758.5453;
  return hash - Math.floor(hash);
};
const speck = (x: number, y: number): boolean => noise(x, y) > 0.9975;

function toPng(rows: Buffer): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a channel, RGB.
  header.set([8, 2], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

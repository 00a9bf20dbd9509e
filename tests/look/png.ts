/** Reads what a browser writes for a screenshot: a PNG of 8 bits a channel, not interlaced (RFC 2083). */
import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Different colours, counted up to `enough`. */
  readonly colours: number;
}

const signature = '89504e470d0a1a0a';
const channelsOf: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** Throws where it is no such PNG. */
export function readPng(png: Buffer, enough = 64): Pixels {
  if (png.subarray(0, 8).toString('hex') !== signature) throw new Error('no PNG');
  let header: Buffer | undefined;
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = body;
    if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  if (!header) throw new Error('a PNG without a header');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = channelsOf[header[9]!];
  if (header[8] !== 8 || !channels || header[12] !== 0) throw new Error('a PNG of a kind that no screenshot is');
  return { width, height, colours: count(inflateSync(Buffer.concat(data)), width * channels, channels, enough) };
}

/** Undoes the filters (RFC 2083 section 6) row by row and counts as it goes, until there are enough. */
function count(rows: Buffer, stride: number, channels: number, enough: number): number {
  const colours = new Set<number>();
  let above: Uint8Array = new Uint8Array(stride);
  for (let at = 0; at < rows.length && colours.size < enough; at += stride + 1) {
    const row = rows.subarray(at + 1, at + 1 + stride);
    for (let n = 0; n < stride; n++) {
      const left = n < channels ? 0 : row[n - channels]!;
      const corner = n < channels ? 0 : above[n - channels]!;
      row[n] = row[n]! + predicted(rows[at]!, left, above[n]!, corner);
    }
    for (let n = 0; n < stride; n += channels) colours.add((row[n]! << 16) | (row[n + 1]! << 8) | row[n + 2]!);
    above = row;
  }
  return colours.size;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

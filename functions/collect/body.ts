/** An answer's body, content coding undone, with a cap on what comes out: a small bomb may not become a large one. */
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { unzstd } from './zstd.ts';

export type Body =
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unknown-coding'; readonly coding: string };

export const acceptEncoding = 'gzip, deflate, br, zstd';

/**
 * Reads `body`, undoes its `Content-Encoding` (RFC 9110 section 8.4), and stops
 * at `maxBytes`, coded or decoded. Rejects with the stream's own error where the
 * connection breaks, and with zlib's where the compressed data is damaged.
 */
export async function readBody(body: Readable, contentEncoding: string | undefined, maxBytes: number): Promise<Body> {
  const codings = (contentEncoding ?? '').toLowerCase().split(',').map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity').reverse();
  const unknown = codings.length > 3 ? codings.join(', ') : codings.find((coding) => !Object.hasOwn(decoders, coding));
  if (unknown !== undefined) return drop(body, { kind: 'unknown-coding', coding: unknown });
  const coded = await bytesOf(body, maxBytes);
  return coded === undefined ? drop(body, { kind: 'too-large' }) : decoded(coded, codings, maxBytes);
}

/** Lets a body go that is not to be read on. */
export function drop<T>(body: Readable, result: T): T {
  body.on('error', () => {});
  body.destroy();
  return result;
}

async function bytesOf(body: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function decoded(coded: Buffer, announced: readonly string[], maxBytes: number): Body {
  // Some servers announce gzip and send plain text, or serve a .gz file without a word: the first bytes tell.
  const zipped = coded[0] === 0x1f && coded[1] === 0x8b;
  const codings = zipped && announced.length === 0 ? ['gzip'] : !zipped && announced[0] === 'gzip' ? announced.slice(1) : announced;
  try {
    return { kind: 'body', bytes: codings.reduce((bytes, coding) => (bytes.length === 0 ? bytes : decoders[coding]!(bytes, maxBytes)), coded) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' };
    throw error;
  }
}

type Decoder = (bytes: Buffer, maxOutputLength: number) => Buffer;

// A cut stream gives what there is of it, as browsers do: repair copes with a document that is cut off.
const gunzip: Decoder = (bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength, chunkSize, finishFlush: zlib.constants.Z_SYNC_FLUSH });
/** "deflate" is zlib by RFC 9110 section 8.4.1.2, and raw deflate from some servers. */
const inflate: Decoder = (bytes, maxOutputLength) =>
  ((bytes[0]! & 0x0f) === 8 ? zlib.inflateSync : zlib.inflateRawSync)(bytes, { maxOutputLength, chunkSize, finishFlush: zlib.constants.Z_SYNC_FLUSH });
const unbrotli: Decoder = (bytes, maxOutputLength) =>
  zlib.brotliDecompressSync(bytes, { maxOutputLength, chunkSize, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });

/** Most documents in one piece. */
const chunkSize = 128 * 1024;

const decoders: Readonly<Record<string, Decoder>> = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: unbrotli, zstd: unzstd };

/** An answer's body, content coding undone, with a cap on what comes out: a small bomb may not become a large one. */
import type { Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';
import { zstdDecoder } from './zstd.ts';

export type Body =
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unknown-coding'; readonly coding: string };

export const acceptEncoding = 'gzip, deflate, br, zstd';

/**
 * Reads `body`, undoes its `Content-Encoding` (RFC 9110 section 8.4), and stops
 * at `maxBytes` decoded bytes. Rejects with the stream's own error where the
 * connection breaks or the compressed data is damaged.
 */
export async function readBody(body: Readable, contentEncoding: string | undefined, maxBytes: number): Promise<Body> {
  const codings = (contentEncoding ?? '').toLowerCase().split(',').map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity').reverse();
  if (codings.length > 3) return drop(body, { kind: 'unknown-coding', coding: codings.join(', ') });
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await source.next();
  let stream: AsyncIterable<Buffer> = rejoin(first, source);
  // Some servers announce gzip and send plain text, or serve a .gz file without a word: the first bytes tell.
  const zipped = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (zipped && codings.length === 0) codings.push('gzip');
  if (!zipped && !first.done && codings[0] === 'gzip') codings.shift();
  for (const coding of codings) {
    const decoder = decoderOf(coding, first.done ? undefined : first.value, maxBytes);
    if (!decoder) return drop(body, { kind: 'unknown-coding', coding });
    stream = through(stream, decoder);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) return drop(body, { kind: 'too-large' });
    chunks.push(chunk);
  }
  return { kind: 'body', bytes: Buffer.concat(chunks, size) };
}

/** Lets a body go that is not to be read on. */
export function drop<T>(body: Readable, result: T): T {
  body.on('error', () => {});
  body.destroy();
  return result;
}

function decoderOf(coding: string, first: Buffer | undefined, maxBytes: number): Transform | undefined {
  // A cut stream gives what there is of it, as browsers do: repair copes with a document that is cut off.
  const flush = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
  if (coding === 'gzip' || coding === 'x-gzip') return zlib.createGunzip(flush);
  if (coding === 'br') return zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });
  if (coding === 'zstd') return zstdDecoder(maxBytes);
  // "deflate" is zlib by RFC 9110 section 8.4.1.2, and raw deflate from some servers.
  if (coding === 'deflate') return ((first?.[0] ?? 0x78) & 0x0f) === 8 ? zlib.createInflate(flush) : zlib.createInflateRaw(flush);
  return undefined;
}

async function* rejoin(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

/** `source` through `decoder`, with the source's errors passed on and back-pressure kept. */
async function* through(source: AsyncIterable<Buffer>, decoder: Transform): AsyncGenerator<Buffer> {
  decoder.on('error', () => {});
  const feeding = (async () => {
    try {
      for await (const chunk of source) {
        if (decoder.destroyed) return;
        if (!decoder.write(chunk)) await new Promise<void>((resume) => {
          decoder.once('drain', resume).once('close', resume);
        });
      }
      decoder.end();
    } catch (error) {
      decoder.destroy(error as Error);
    }
  })();
  try {
    yield* decoder as AsyncIterable<Buffer>;
  } finally {
    decoder.destroy();
    void feeding;
  }
}

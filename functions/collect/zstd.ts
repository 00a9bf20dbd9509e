/** Zstandard (RFC 8878): by Node where it can (24), else, slower, by fzstd (Node 20). */
import { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { Decompress, ZstdErrorCode, type ZstdError } from 'fzstd';

/** A stream that undoes it, and gives little more than `maxBytes`, however much a chunk stands for. */
export function zstdDecoder(maxBytes: number): Transform {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  return createZstdDecompress?.() ?? byFzstd(maxBytes);
}

function byFzstd(maxBytes: number): Transform {
  let given = 0;
  const full = new Error('enough');
  const decompress = new Decompress((part) => {
    given += part.length;
    decoder.push(part);
    if (given > maxBytes) throw full;
  });
  const feed = (chunk: Uint8Array, last: boolean, done: (error?: Error) => void): void => {
    if (given > maxBytes) return done();
    try {
      decompress.push(chunk, last);
    } catch (error) {
      // A cut stream gives what there is of it, as the other codings do.
      const ended = error === full || (last && (error as ZstdError).code === ZstdErrorCode.UnexpectedEOF);
      return done(ended ? undefined : Object.assign(new Error(String(error)), { code: 'Z_DATA_ERROR' }));
    }
    done();
  };
  const decoder = new Transform({
    transform: (chunk: Uint8Array, _, done) => feed(chunk, false, done),
    flush: (done) => feed(new Uint8Array(0), true, done),
  });
  return decoder;
}

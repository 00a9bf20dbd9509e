/** Zstandard (RFC 8878): by Node where it can (24), else, slower, by fzstd (Node 20). */
import zlib from 'node:zlib';
import { Decompress, ZstdErrorCode, type ZstdError } from 'fzstd';

type Unzstd = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** Throws as zlib does: ERR_BUFFER_TOO_LARGE for more than `maxBytes`, a `Z_` code for what is damaged. */
export function unzstd(bytes: Buffer, maxBytes: number): Buffer {
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: Unzstd };
  return zstdDecompressSync ? zstdDecompressSync(bytes, { maxOutputLength: maxBytes }) : byFzstd(bytes, maxBytes);
}

function byFzstd(bytes: Buffer, maxBytes: number): Buffer {
  const parts: Uint8Array[] = [];
  let size = 0;
  const tooLarge = Object.assign(new Error('more than allowed'), { code: 'ERR_BUFFER_TOO_LARGE' });
  try {
    new Decompress((part) => {
      size += part.length;
      if (size > maxBytes) throw tooLarge;
      parts.push(part);
    }).push(bytes, true);
  } catch (error) {
    if (error === tooLarge) throw error;
    // A cut body gives what there is of it, as with the other codings.
    if ((error as ZstdError).code !== ZstdErrorCode.UnexpectedEOF) throw Object.assign(new Error(String(error)), { code: 'Z_DATA_ERROR' });
  }
  return Buffer.concat(parts);
}

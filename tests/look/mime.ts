/** The raw parts of a mail: what a parser that decodes them does not give. */

export interface Part {
  readonly headers: string;
  /** As it travels, transfer encoding and all. */
  readonly body: Buffer;
}

/** The parts of a multipart message (RFC 2046 section 5.1.1), those inside other multiparts too. */
export function parts(message: Buffer): Part[] {
  const end = message.indexOf('\r\n\r\n');
  const headers = message.toString('latin1', 0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const body = message.subarray(end + 4);
  const boundary = /^content-type: *multipart\/.*boundary="?([^";\r\n]+)"?/im.exec(headers)?.[1];
  if (boundary === undefined) return [{ headers, body }];
  const inner: Part[] = [];
  const mark = `--${boundary}`;
  for (let from = body.indexOf(mark); from >= 0; ) {
    const start = body.indexOf('\r\n', from) + 2;
    const next = body.indexOf(`\r\n${mark}`, from);
    if (next < 0) break;
    inner.push(...parts(body.subarray(start, next)));
    from = next + 2;
  }
  return inner;
}

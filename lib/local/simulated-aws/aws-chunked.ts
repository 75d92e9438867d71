/** A body in AWS' own chunking, taken apart. */
export interface UnchunkedBody {
  readonly bytes: Buffer;
  /** Headers that came after the body, names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const LINE_END = "\r\n";

/**
 * Takes apart a body with `Content-Encoding: aws-chunked`: `<hex size>[;chunk-signature=…]`, the bytes, and so on to size 0, then trailers.
 *
 * @throws RangeError if a chunk is cut short
 */
export function unchunk(body: Buffer): UnchunkedBody {
  const parts: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf(LINE_END, position);
    const size = Number.parseInt(body.toString("latin1", position, lineEnd), 16);
    const start = lineEnd + LINE_END.length;
    if (lineEnd < 0 || !(size >= 0) || start + size > body.length) {
      throw new RangeError("a chunk is cut short");
    }
    if (size === 0) {
      return { bytes: Buffer.concat(parts), trailers: trailersOf(body.toString("latin1", start)) };
    }
    parts.push(body.subarray(start, start + size));
    position = start + size + LINE_END.length;
  }
}

function trailersOf(text: string): Record<string, string> {
  const lines = text.split(LINE_END).filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
}

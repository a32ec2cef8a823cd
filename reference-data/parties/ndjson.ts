/** Lines of a stream, one at a time, in constant memory. */

/** A line's bytes, or null where it is longer than allowed: its bytes are dropped as they come. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer | null;
}

const NEWLINE = 0x0a;

/** Splits at \n. A last line without one counts; an empty end does not. */
export async function* linesOf(stream: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 1;
  const take = (): Line => {
    const line = { number, bytes: size > maxBytes ? null : Buffer.concat(parts) };
    number += 1;
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      if (size <= maxBytes) parts.push(chunk.subarray(from, at));
      size += at - from;
      from = at + 1;
      yield take();
    }
    size += chunk.length - from;
    if (size <= maxBytes) parts.push(chunk.subarray(from));
    else parts = [];
  }
  if (size > 0) yield take();
}

/** One line of a file, without its end. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Undefined for a line that is longer than what may be held; it is passed over. */
  readonly body: Buffer | undefined;
  /** Bytes of the file up to its end, or up to where it became too long. */
  readonly readBytes: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The lines of a file as they come, as bytes: what is not UTF-8 stays what it was. Nothing after the last line end is no line.
 * @param longestBytes what of a line is held; a file without line ends must not fill the memory
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longestBytes: number): AsyncGenerator<FileLine> {
  let pieces: Buffer[] = [];
  let held = 0;
  let number = 0;
  let readBytes = 0;
  let isTooLong = false;
  const end = (body: Buffer | undefined): FileLine => {
    pieces = [];
    held = 0;
    number += 1;
    return { number, body, readBytes };
  };
  const take = (last: Buffer): FileLine => end(withoutReturn(pieces.length === 0 ? last : Buffer.concat([...pieces, last])));
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      readBytes += feed + 1 - start;
      const last = bytes.subarray(start, feed);
      start = feed + 1;
      if (!isTooLong) yield take(last);
      isTooLong = false;
    }
    readBytes += bytes.length - start;
    if (start === bytes.length || isTooLong) continue;
    pieces.push(bytes.subarray(start));
    held += bytes.length - start;
    if (held <= longestBytes) continue;
    // Said at once: its end may be far away.
    isTooLong = true;
    yield end(undefined);
  }
  if (held > 0) yield take(Buffer.alloc(0));
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}

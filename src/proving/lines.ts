import { InputError } from './input-error.ts';

/** One line of a file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly body: Buffer;
  /** Bytes of the file up to its end. */
  readonly readBytes: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Larger than any body that a SageMaker endpoint takes; a file without line ends must not fill the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The lines of a file as they come, as bytes: what is not UTF-8 stays what it was. Nothing after the last line end is no line.
 * @throws {InputError} for a line that is too long
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let held = 0;
  let number = 0;
  let readBytes = 0;
  const take = (last: Buffer): Line => {
    const body = withoutReturn(pieces.length === 0 ? last : Buffer.concat([...pieces, last]));
    pieces = [];
    held = 0;
    number += 1;
    return { number, body, readBytes };
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      readBytes += end + 1 - start;
      yield take(bytes.subarray(start, end));
      start = end + 1;
    }
    if (start === bytes.length) continue;
    pieces.push(bytes.subarray(start));
    readBytes += bytes.length - start;
    held += bytes.length - start;
    if (held > LONGEST_LINE) throw new InputError(`line ${number + 1} is longer than ${LONGEST_LINE} bytes`);
  }
  if (held > 0) yield take(Buffer.alloc(0));
}

/** Whether there is nothing in it but white space. */
export function isBlank({ body }: Line): boolean {
  return body.every((byte) => byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN);
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}

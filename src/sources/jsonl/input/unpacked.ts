import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * What was packed with gzip, unpacked, known by its first bytes and not by its name; anything else as it is. A byte order mark at the
 * start of text is left out. @throws what zlib says of what is cut short or damaged
 */
export async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const [start, rest] = await startOf(source);
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  if (!isPacked) yield* withoutMark(start, rest);
  else {
    const [text, more] = await startOf(gunzipped(start, rest));
    yield* withoutMark(text, more);
  }
}

async function* withoutMark(start: Buffer, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* joined(start.subarray(0, 3).equals(BYTE_ORDER_MARK) ? start.subarray(3) : start, rest);
}

/** Closes the rest, even where nobody comes that far. */
async function* joined(start: Buffer, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    yield* rest;
  } finally {
    await rest[Symbol.asyncIterator]().return?.();
  }
}

/** At least the first three bytes, where there are so many, and what comes after. */
async function startOf(source: AsyncIterable<Uint8Array>): Promise<[Buffer, AsyncIterable<Uint8Array>]> {
  const iterator = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < BYTE_ORDER_MARK.length) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    start = Buffer.concat([start, value]);
  }
  return [start, { [Symbol.asyncIterator]: () => iterator }];
}

function gunzipped(start: Buffer, rest: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const packed = Readable.from(joined(start, rest));
  const gunzip = createGunzip();
  // Whichever ends early takes the other with it; what went wrong is thrown to who reads.
  pipeline(packed, gunzip, () => {});
  return gunzip;
}

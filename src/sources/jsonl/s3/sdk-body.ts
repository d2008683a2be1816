import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ObjectAddress } from './address.ts';
import type { FilePart } from './object-store.ts';
import { asStoreError } from './sdk-fault.ts';

/** Of a file at once; what is sent in pieces must have no small ones but the last. */
const CHUNK_BYTES = 256 * 1024;

/** A stream, made anew for each call: a part is never in memory as a whole. */
export function bodyOf({ path, start, bytes }: FilePart): { Body: Readable | Buffer; ContentLength: number } {
  if (bytes === 0) return { Body: Buffer.alloc(0), ContentLength: 0 };
  const Body = createReadStream(path, { start, end: start + bytes - 1, highWaterMark: CHUNK_BYTES });
  return { Body, ContentLength: bytes };
}

/** What an answer holds, as it comes. @param signal that of its call, which breaks it @throws {StoreError} where it breaks; what the signal was aborted with */
export async function* chunksOf(body: Readable, address: ObjectAddress, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (thrown) {
    signal.throwIfAborted();
    throw asStoreError('GetObject', address, thrown);
  } finally {
    body.destroy();
  }
}

import { gunzipSync } from 'node:zlib';

/** What a record may become when all of it is unpacked, in bytes: a few kilobytes can be made to become gigabytes. */
const MAX_BYTES = 64 * 1024 * 1024;

const CANNOT = 'The record looks like gzip and cannot be unpacked: ';

/** Whether it looks like gzip. */
export function isPacked(data: Buffer): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}

/** Unpacks what one record holds, as far as its room lasts: once something does not fit, nothing behind it does. */
export class Unpacking {
  #room = MAX_BYTES;

  /** @returns why it cannot be unpacked, as text; what is not packed, as it is */
  unpack(data: Buffer): Buffer | string {
    if (!isPacked(data)) return data;
    try {
      const unpacked = gunzipSync(data, { maxOutputLength: this.#room });
      // 1 is the least that zlib takes for a bound.
      this.#room = Math.max(1, this.#room - unpacked.length);
      return unpacked;
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      if (!('code' in thrown) || thrown.code !== 'ERR_BUFFER_TOO_LARGE') return CANNOT + thrown.message;
      // Else each of many could cost what one may.
      this.#room = 1;
      return `${CANNOT}it is larger than ${MAX_BYTES} bytes, or is with what it was aggregated with.`;
    }
  }
}

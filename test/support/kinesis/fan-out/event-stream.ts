import { crc32 } from 'node:zlib';

/** Of a header's value: a string with its length in two bytes. */
const STRING_TYPE = 7;
const CRC_BYTES = 4;
const PRELUDE_BYTES = 8;

/**
 * One message of `application/vnd.amazon.eventstream`: lengths, their checksum, headers, payload, a checksum of it all. Written from
 * the format's description, so that what the SDK reads was not written by the SDK.
 */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: unknown): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(PRELUDE_BYTES);
  prelude.writeUInt32BE(PRELUDE_BYTES + CRC_BYTES + head.length + body.length + CRC_BYTES, 0);
  prelude.writeUInt32BE(head.length, 4);
  const unchecked = Buffer.concat([prelude, checksum(prelude), head, body]);
  return Buffer.concat([unchecked, checksum(unchecked)]);
}

/** A member of the event stream, or its `initial-response`. */
export function eventOf(type: string, payload: unknown): Buffer {
  const headers = { ':message-type': 'event', ':event-type': type, ':content-type': 'application/json' };
  return eventMessage(headers, payload);
}

/** How a subscription ends by an error. */
export function exceptionOf(type: string, message: string): Buffer {
  const headers = { ':message-type': 'exception', ':exception-type': type, ':content-type': 'application/json' };
  return eventMessage(headers, { message });
}

function header(name: string, value: string): Buffer {
  const [key, text] = [Buffer.from(name), Buffer.from(value)];
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([Buffer.from([key.length]), key, Buffer.from([STRING_TYPE]), length, text]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(CRC_BYTES);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

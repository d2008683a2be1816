import { isUtf8 } from 'node:buffer';
import { scan } from '../../../kernel/json/scan.ts';
import type { Entry } from './entry.ts';
import type { Failure } from './record-form.ts';

const COMMA = Buffer.from(',');

/** Nothing in it is looked for: only whether it is JSON. */
const NO_PARTS = {};

/** A field of results: JSON as it came, for a line without its line feeds; anything else as a string. */
export class Field {
  readonly #key: Buffer;
  readonly #isBase64: Buffer;

  constructor(name: string) {
    this.#key = Buffer.from(`,"${name}":`);
    this.#isBase64 = Buffer.from(`,"${name}Encoding":"base64"`);
  }

  pieces(value: Buffer): Buffer[] {
    if (scan(value, NO_PARTS).kind === 'found') return [this.#key, onOneLine(value)];
    if (isUtf8(value)) return [this.#key, Buffer.from(JSON.stringify(value.toString()))];
    return [this.#key, Buffer.from(`"${value.toString('base64')}"`), this.#isBase64];
  }
}

/** Where a result or a dead letter comes from; it is what identifies it. Without its closing brace. */
export function source({ stream, shardId, sequenceNumber, subSequenceNumber, partitionKey }: Entry): Buffer {
  return Buffer.from(JSON.stringify({ stream, shardId, sequenceNumber, subSequenceNumber, partitionKey }).slice(0, -1));
}

export function deadLetter(entry: Entry, { code, message, originalStatusCode, attempts }: Failure): Buffer {
  const error = { code, message, ...(originalStatusCode === undefined ? {} : { originalStatusCode }) };
  const rest = JSON.stringify({ error, attempts, data: entry.data.toString('base64') });
  return Buffer.concat([source(entry), COMMA, Buffer.from(rest.slice(1))]);
}

/** White space outside strings is all that a line feed can be in valid JSON. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes(0x0a) && !json.includes(0x0d)) return json;
  return Buffer.from(json.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
}

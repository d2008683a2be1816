import { isUtf8 } from 'node:buffer';
import { scan } from '../../../kernel/json/scan.ts';
import type { Entry } from './entry.ts';
import type { Failure } from './record-form.ts';

const COMMA = Buffer.from(',');

/** A field of a result: JSON as it came, for a line without its line feeds; anything else as a string. */
export function field(name: string, value: Buffer): Buffer[] {
  const key = Buffer.from(`,${JSON.stringify(name)}:`);
  if (scan(value).kind === 'found') return [key, onOneLine(value)];
  if (isUtf8(value)) return [key, Buffer.from(JSON.stringify(value.toString()))];
  return [key, Buffer.from(`"${value.toString('base64')}"`), Buffer.from(`,"${name}Encoding":"base64"`)];
}

/** Where a result or a dead letter comes from; it is what identifies it. Without its closing brace. */
export function source({ stream, shardId, sequenceNumber, subSequenceNumber, partitionKey }: Entry): Buffer {
  const fields = { stream, shardId, sequenceNumber, subSequenceNumber, partitionKey };
  return Buffer.from(JSON.stringify(fields).slice(0, -1));
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

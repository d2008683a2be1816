import { isUtf8 } from 'node:buffer';
import { scan } from '../../../kernel/json/scan.ts';
import type { Entry } from './entry.ts';
import type { Failure } from './record-form.ts';

/** Nothing in it is looked for: only whether it is JSON. */
const NO_PARTS = {};

/** JSON, of text and of bytes that are JSON already. */
export type Pieces = (string | Buffer)[];

/** A field of results: JSON as it came, for a line without its line feeds; anything else as a string. */
export class Field {
  readonly #key: string;
  readonly #isBase64: string;

  constructor(name: string) {
    this.#key = `,"${name}":`;
    this.#isBase64 = `,"${name}Encoding":"base64"`;
  }

  addTo(pieces: Pieces, value: Buffer): void {
    if (scan(value, NO_PARTS).kind === 'found') add(pieces, this.#key).push(onOneLine(value));
    else if (isUtf8(value)) add(pieces, this.#key + JSON.stringify(value.toString()));
    else add(pieces, `${this.#key}"${value.toString('base64')}"${this.#isBase64}`);
  }
}

/** Where the results and dead letters of one stream come from; it is what identifies them. */
export class Sources {
  /** What the records of a shard have in common. */
  readonly #ofShards = new Map<string, string>();

  /** JSON, without its closing brace. */
  of({ stream, shardId, sequenceNumber, subSequenceNumber, partitionKey }: Entry): string {
    const shard = this.#ofShards.get(shardId) ?? this.#ofShard(stream, shardId);
    const place = `${shard}"sequenceNumber":${JSON.stringify(sequenceNumber)},"subSequenceNumber":${subSequenceNumber}`;
    return partitionKey === undefined ? place : `${place},"partitionKey":${JSON.stringify(partitionKey)}`;
  }

  #ofShard(stream: string, shardId: string): string {
    const shard = `{"stream":${JSON.stringify(stream)},"shardId":${JSON.stringify(shardId)},`;
    this.#ofShards.set(shardId, shard);
    return shard;
  }
}

/** What a dead letter says beside its source. */
export function death({ data }: Entry, { code, message, originalStatusCode, attempts }: Failure): string {
  const error = { code, message, ...(originalStatusCode === undefined ? {} : { originalStatusCode }) };
  return `,${JSON.stringify({ error, attempts, data: data.toString('base64') }).slice(1)}`;
}

/** Text follows text in one piece. */
function add(pieces: Pieces, text: string): Pieces {
  const last = pieces.at(-1);
  if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
  else pieces.push(text);
  return pieces;
}

/** In one buffer, with one copy. */
export function joined(pieces: Pieces): Buffer {
  let bytes = 0;
  for (const piece of pieces) bytes += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
  const buffer = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') at += buffer.write(piece, at);
    else {
      buffer.set(piece, at);
      at += piece.length;
    }
  }
  return buffer;
}

/** White space outside strings is all that a line feed can be in valid JSON. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes(0x0a) && !json.includes(0x0d)) return json;
  return Buffer.from(json.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
}

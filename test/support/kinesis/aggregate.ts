import { createHash } from 'node:crypto';
import { ProtobufMessage } from '../../../src/upstreams/embedded/protobuf.ts';

export interface ToPack {
  readonly partitionKey: string;
  readonly data: string | Buffer;
  /** Decimal. */
  readonly explicitHashKey?: string;
}

/** What the Kinesis Producer Library makes of these records: each key once in its table, the tables before the records. */
export function aggregate(records: readonly ToPack[]): Buffer {
  const partitionKeys = new Table();
  const hashKeys = new Table();
  const packed = records.map(({ partitionKey, explicitHashKey, data }) => {
    const record = new ProtobufMessage().int(1, partitionKeys.indexOf(partitionKey));
    if (explicitHashKey !== undefined) record.int(2, hashKeys.indexOf(explicitHashKey));
    return record.bytes(3, Buffer.from(data));
  });
  const message = new ProtobufMessage();
  for (const key of partitionKeys.keys) message.text(1, key);
  for (const key of hashKeys.keys) message.text(2, key);
  for (const record of packed) message.message(3, record);
  return sealed(message);
}

/** Any message between the magic number and its true digest. */
export function sealed(message: ProtobufMessage | Buffer): Buffer {
  const bytes = Buffer.isBuffer(message) ? message : message.encode();
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), bytes, createHash('md5').update(bytes).digest()]);
}

class Table {
  readonly #indexes = new Map<string, number>();

  get keys(): readonly string[] {
    return [...this.#indexes.keys()];
  }

  indexOf(key: string): number {
    const index = this.#indexes.get(key) ?? this.#indexes.size;
    this.#indexes.set(key, index);
    return index;
  }
}

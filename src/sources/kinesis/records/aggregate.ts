import { createHash } from 'node:crypto';
import { MessageFields } from './message-fields.ts';

/** One of the records that a producer packed into one of the stream's. */
export interface SubRecord {
  /** As Kinesis would take it for a record of its own; undefined for an empty one. */
  readonly partitionKey: string | undefined;
  /** A view of the aggregate's bytes. */
  readonly data: Buffer;
}

const MAGIC = 0xf389_9ac2;
const MAGIC_BYTES = 4;
const DIGEST_BYTES = 16;

/** Tags of `AggregatedRecord`: a field's number * 8 + 2, for what has a length. */
const [PARTITION_KEY, HASH_KEY, RECORD] = [0x0a, 0x12, 0x1a];

/** In code points: what Kinesis bounds for its own records, and nobody for those in an aggregate. */
const MAX_KEY_LENGTH = 256;

/** Tags of `Record`: 0 instead of 2 for a number. */
const [PARTITION_KEY_INDEX, HASH_KEY_INDEX, DATA] = [0x08, 0x10, 0x1a];

/**
 * What the Kinesis Producer Library and its like pack together: F3 89 9A C2, a protobuf `AggregatedRecord`, and its MD5. The
 * index of a sub-record is its sub-sequence number in the Kinesis Client Library and here. As there, what is not exactly that
 * (another digest, a message that is cut or lacks what is required) is a record like any other, never an error; so is here a
 * sub-record whose keys are not in the tables, with all that it is packed with: KCL logs it and drops the rest. Explicit hash
 * keys said where the producer meant a record to go; nothing asks for them any more.
 *
 * Sources: awslabs/amazon-kinesis-producer `aggregation-format.md`; awslabs/amazon-kinesis-client `AggregatorUtil.java`.
 *
 * @returns undefined for what is no aggregate; none for an aggregate of nothing
 */
export function subRecordsOf(data: Buffer): readonly SubRecord[] | undefined {
  const message = messageOf(data);
  return message === undefined ? undefined : recordsOf(message);
}

function messageOf(data: Buffer): Buffer | undefined {
  // As in KCL, no message at all is no aggregate.
  if (data.length <= MAGIC_BYTES + DIGEST_BYTES || data.readUInt32BE(0) !== MAGIC) return undefined;
  const end = data.length - DIGEST_BYTES;
  const message = data.subarray(MAGIC_BYTES, end);
  return createHash('md5').update(message).digest().equals(data.subarray(end)) ? message : undefined;
}

function recordsOf(message: Buffer): readonly SubRecord[] | undefined {
  const partitionKeys: (string | undefined)[] = [];
  let hashKeys = 0;
  const packed: Packed[] = [];
  const fields = new MessageFields(message);
  for (let tag = fields.next(); tag !== 0; tag = fields.next()) {
    if (tag === PARTITION_KEY) partitionKeys.push(keyOf(fields.bytes()));
    else if (tag === RECORD) {
      const record = packedOf(fields.message());
      if (record === undefined) return undefined;
      packed.push(record);
    } else {
      if (tag === HASH_KEY) hashKeys += 1;
      fields.skip(tag);
    }
  }
  if (!fields.isSound) return undefined;
  // Only now: fields may come in any order, the tables behind what refers to them.
  const records: SubRecord[] = [];
  for (const { partitionKeyIndex, hashKeyIndex, data } of packed) {
    if (partitionKeyIndex >= partitionKeys.length || hashKeyIndex >= hashKeys) return undefined;
    records.push({ partitionKey: partitionKeys[partitionKeyIndex], data });
  }
  return records;
}

/** Results and dead letters are put with it: what no stream takes would have no end that is durable. */
function keyOf(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  const key = bytes.toString();
  if (key.length <= MAX_KEY_LENGTH) return key;
  // A code point is one or two of what strings count.
  const codePoints = Array.from(key.slice(0, 2 * MAX_KEY_LENGTH));
  return codePoints.slice(0, MAX_KEY_LENGTH).join('');
}

interface Packed {
  readonly partitionKeyIndex: number;
  /** -1 for none. */
  readonly hashKeyIndex: number;
  readonly data: Buffer;
}

/** Of a field that is there more than once, the last counts. */
function packedOf(fields: MessageFields): Packed | undefined {
  let partitionKeyIndex: number | undefined;
  let hashKeyIndex = -1;
  let data: Buffer | undefined;
  for (let tag = fields.next(); tag !== 0; tag = fields.next()) {
    if (tag === PARTITION_KEY_INDEX) partitionKeyIndex = fields.varint();
    else if (tag === HASH_KEY_INDEX) hashKeyIndex = fields.varint();
    else if (tag === DATA) data = fields.bytes();
    else fields.skip(tag);
  }
  if (!fields.isSound || partitionKeyIndex === undefined || data === undefined) return undefined;
  return { partitionKeyIndex, hashKeyIndex, data };
}

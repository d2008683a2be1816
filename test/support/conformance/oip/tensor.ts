import { contentOf } from '../model/content.ts';
import { Refusal } from '../port.ts';
import { isList, isNumber, type Value } from '../python/value.ts';

export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly elements: readonly Value[];
}

interface Datatype {
  readonly bytes: number;
  readonly read: (view: DataView) => Value;
  readonly write: (view: DataView, value: number | bigint) => void;
}

const integer = (bits: number, signed: boolean): Datatype => ({
  bytes: bits / 8,
  read: (view) => {
    const value =
      bits === 64
        ? view.getBigUint64(0, true)
        : BigInt(bits === 32 ? view.getUint32(0, true) : bits === 16 ? view.getUint16(0, true) : view.getUint8(0));
    return signed ? BigInt.asIntN(bits, value) : value;
  },
  write: (view, value) => {
    const whole = BigInt.asUintN(64, BigInt(value));
    for (let at = 0; at < bits / 8; at += 1) view.setUint8(at, Number((whole >> BigInt(8 * at)) & 0xffn));
  },
});

const fixed: Readonly<Record<string, Datatype>> = {
  BOOL: { ...integer(8, false), read: (view) => view.getUint8(0) !== 0 },
  UINT8: integer(8, false),
  UINT16: integer(16, false),
  UINT32: integer(32, false),
  UINT64: integer(64, false),
  INT8: integer(8, true),
  INT16: integer(16, true),
  INT32: integer(32, true),
  INT64: integer(64, true),
  FP32: { bytes: 4, read: (view) => view.getFloat32(0, true), write: (view, value) => view.setFloat32(0, Number(value), true) },
  FP64: { bytes: 8, read: (view) => view.getFloat64(0, true), write: (view, value) => view.setFloat64(0, Number(value), true) },
};

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The elements of a JSON tensor, flat or nested. */
export function fromJson(data: Value, datatype: string): Value[] {
  if (isList(data)) return data.flatMap((inner) => fromJson(inner, datatype));
  return [elementOf(data, datatype)];
}

function elementOf(value: Value, datatype: string): Value {
  if (datatype === 'BYTES' && typeof value === 'string') return value;
  if (datatype === 'BOOL' && typeof value === 'boolean') return value;
  if (datatype === 'FP64' && isNumber(value)) return Number(value);
  if (datatype === 'FP32' && isNumber(value)) return Math.fround(Number(value));
  const bits = /^U?INT(8|16|32|64)$/.exec(datatype)?.[1];
  if (bits !== undefined && typeof value === 'bigint') {
    const kept = datatype.startsWith('U') ? BigInt.asUintN(Number(bits), value) : BigInt.asIntN(Number(bits), value);
    if (kept === value) return value;
  }
  throw new Refusal(
    `failed to parse the request JSON buffer: Unable to parse 'data': attempt to access JSON value as ${datatype}`,
  );
}

/** The elements of a raw tensor; BYTES elements have their length in front. */
export function fromBytes(raw: Buffer, datatype: string, count: number): Value[] {
  if (datatype === 'BYTES') return fromPrefixed(raw, count);
  const type = fixed[datatype];
  if (type === undefined) throw new Refusal(`unsupported datatype '${datatype}'`);
  if (raw.length !== count * type.bytes) {
    throw new Refusal(`unexpected total byte size ${raw.length} for input, expecting ${count * type.bytes}`);
  }
  return Array.from({ length: count }, (_, at) =>
    type.read(new DataView(raw.buffer, raw.byteOffset + at * type.bytes, type.bytes)),
  );
}

function fromPrefixed(raw: Buffer, count: number): Value[] {
  const elements: Value[] = [];
  let at = 0;
  while (at < raw.length) {
    if (at + 4 > raw.length) throw new Refusal('incomplete string length indicator for inference input');
    const end = at + 4 + raw.readUInt32LE(at);
    if (end > raw.length) throw new Refusal('incomplete string data for inference input');
    elements.push(raw.toString('utf-8', at + 4, end));
    at = end;
  }
  if (elements.length !== count)
    throw new Refusal(`expected ${count} string elements for inference input, got ${elements.length}`);
  return elements;
}

export function toBytes({ datatype, elements }: Tensor): Buffer {
  const type = fixed[datatype];
  const parts = elements.map((element) => {
    if (type === undefined) return prefixed(contentOf(element));
    const bytes = Buffer.alloc(type.bytes);
    const value = isNumber(element) ? element : BigInt(element === true);
    type.write(new DataView(bytes.buffer, bytes.byteOffset, type.bytes), value);
    return bytes;
  });
  return Buffer.concat(parts);
}

function prefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

import assert from 'node:assert/strict';
import type { Message } from '../../../src/codecs/port.ts';
import { prefixed, type Style, sized } from './messages.ts';

/** How the model writes its answers. */
export interface Manner {
  readonly layout: 'flat' | 'nested' | 'binary' | 'mixed';
  readonly spaced: boolean;
  readonly style: Style;
  /** Whether it makes up an id where a caller has none; else it leaves out the id that a caller has not. */
  readonly makesUpIds: boolean;
}

const BYTES = {
  BOOL: 1,
  INT8: 1,
  UINT8: 1,
  INT16: 2,
  UINT16: 2,
  FP16: 2,
  BF16: 2,
  INT32: 4,
  UINT32: 4,
  FP32: 4,
  INT64: 8,
  UINT64: 8,
  FP64: 8,
};

interface Input {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: keyof typeof BYTES | 'BYTES';
  readonly data?: unknown[];
  readonly parameters?: { readonly binary_data_size?: number };
}

/** A server that refuses what is not sound, and answers each row with what only this row gives. */
export function answer({ headers, body }: Message, manner: Manner): Message {
  const size = /json-header-size=(\d+)/.exec(headers['content-type'] ?? '')?.[1] ?? headers['inference-header-content-length'];
  const headerBytes = size === undefined ? body.length : Number(size);
  const { id, inputs } = JSON.parse(body.toString('utf8', 0, headerBytes)) as { id?: string; inputs: Input[] };
  let at = headerBytes;
  const rows = inputs[0]?.shape[0] ?? 0;
  const seen = Array.from({ length: rows }, (): string[] => []);
  for (const input of inputs) {
    const bytes = input.parameters?.binary_data_size;
    const elements =
      bytes === undefined ? (input.data ?? []).flat(9).map(String) : rawElements(body.subarray(at, at + bytes), input);
    at += bytes ?? 0;
    const length = elements.length / rows;
    assert.equal(
      elements.length,
      input.shape.reduce((product, axis) => product * axis, 1),
    );
    for (const [row, marks] of seen.entries())
      marks.push(`${input.name}=${elements.slice(row * length, (row + 1) * length).join()}`);
  }
  assert.equal(at, body.length);
  return written(
    seen.map((marks) => marks.sort().join()),
    id ?? (manner.makesUpIds ? 'made up' : undefined),
    manner,
  );
}

function rawElements(raw: Buffer, { datatype }: Input): string[] {
  const elements: string[] = [];
  for (let at = 0, end = 0; at < raw.length; at = end) {
    const start = datatype === 'BYTES' ? at + 4 : at;
    end = start + (datatype === 'BYTES' ? raw.readUInt32LE(at) : BYTES[datatype]);
    assert.ok(end <= raw.length);
    elements.push(raw.toString('hex', start, end));
  }
  return elements;
}

/** Outputs: a text a row, and two by two numbers a row. */
function written(rows: readonly string[], id: string | undefined, { layout, spaced, style }: Manner): Message {
  const marks = rows.map((row) => [
    [mark(row, 7), mark(row, 8)],
    [mark(row, 9), row.length],
  ]);
  const numbers = Buffer.from(Int32Array.from(marks.flat(2)).buffer);
  const texts = prefixed(...rows);
  const numbersAreRaw = layout === 'binary' || layout === 'mixed';
  const textsAreRaw = layout === 'binary';
  const content = (isRaw: boolean, raw: Buffer, data: unknown) =>
    isRaw ? { parameters: { binary_data_size: raw.length } } : { data };
  const header = dump(
    {
      model_name: 'm',
      ...(id === undefined ? {} : { id }),
      outputs: [
        { name: 't', shape: [rows.length], datatype: 'BYTES', ...content(textsAreRaw, texts, rows) },
        {
          name: 'y',
          datatype: 'INT32',
          ...content(numbersAreRaw, numbers, layout === 'nested' ? marks : marks.flat(2)),
          shape: [rows.length, 2, 2],
        },
      ],
    },
    spaced,
  );
  if (!numbersAreRaw) return { headers: { 'content-type': 'application/json' }, body: Buffer.from(header) };
  const body = Buffer.concat([Buffer.from(header), ...(textsAreRaw ? [texts] : []), numbers]);
  return { headers: sized(style, Buffer.byteLength(header)), body };
}

function mark(row: string, seed: number): number {
  return Buffer.from(row).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, seed);
}

/** JSON, with spaces as Python writes them or without. */
export function dump(value: unknown, spaced: boolean): string {
  const [comma, colon] = spaced ? [', ', ': '] : [',', ':'];
  if (Array.isArray(value)) return `[${value.map((element) => dump(element, spaced)).join(comma)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}${colon}${dump(member, spaced)}`);
  return `{${members.join(comma)}}`;
}

import { ELEMENT_BYTES, PREFIXED } from './datatypes.ts';

const PREFIX_BYTES = 4;

/** Cuts a raw row-major tensor into rows; undefined where its size is not that of its elements, or their datatype unknown. */
export function binaryRows(raw: Buffer, datatype: string, rows: number, rowLength: number): readonly Buffer[] | undefined {
  if (datatype === PREFIXED) return prefixedRows(raw, rows, rowLength);
  const elementBytes = ELEMENT_BYTES.get(datatype);
  if (elementBytes === undefined || raw.length !== rows * rowLength * elementBytes) return undefined;
  const rowBytes = rowLength * elementBytes;
  return Array.from({ length: rows }, (_, row) => raw.subarray(row * rowBytes, (row + 1) * rowBytes));
}

function prefixedRows(raw: Buffer, rows: number, rowLength: number): readonly Buffer[] | undefined {
  const found: Buffer[] = [];
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const start = at;
    for (let left = rowLength; left > 0; left -= 1) {
      if (at + PREFIX_BYTES > raw.length) return undefined;
      at += PREFIX_BYTES + raw.readUInt32LE(at);
    }
    found.push(raw.subarray(start, at));
  }
  return at === raw.length ? found : undefined;
}

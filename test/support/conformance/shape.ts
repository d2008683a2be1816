import { readJson } from './python/json-reader.ts';
import { isDict, isList, type Value } from './python/value.ts';

/** What is the same of two replies of one shape: keys, nesting, lengths and types. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

/** The same of a body: JSON, or lines of texts and numbers, or a JSON header with raw tensors behind it. */
export function bodyShape(body: Buffer, contentType: string): unknown {
  const headerSize = /json-header-size=(\d+)/.exec(contentType)?.[1];
  if (headerSize !== undefined) {
    const header = body.subarray(0, Number(headerSize)).toString();
    return { header: shapeOf(JSON.parse(header)), rawBytes: body.length - Number(headerSize) };
  }
  const text = body.toString();
  return isJson(text) ? shapeOf(JSON.parse(text)) : text.split('\n').map(lineShape);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return text.trim().startsWith('{') || text.trim().startsWith('[');
  } catch {
    return false;
  }
}

/** `'id': 1` becomes TEXT: NUMBER. */
function lineShape(line: string): string {
  const texts = line.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, 'TEXT');
  return texts.replaceAll(/-?\d[\d.]*(?:e[+-]?\d+)?/g, 'NUMBER');
}

/** What tells one answer from another: fractions, long ints and long texts of JSON, lines and cells, or raw numbers. */
export function tellingLeaves(body: Buffer, contentType: string): Value[] {
  const headerSize = /json-header-size=(\d+)/.exec(contentType)?.[1];
  if (headerSize !== undefined) return body.subarray(Number(headerSize)).toString('hex').match(/.{8}/g) ?? [];
  const text = body.toString();
  const values: Value[] = isJson(text)
    ? [readJson(text)]
    : text.split('\n').flatMap((line) => (isJson(line) ? readJson(line) : line.split(',')));
  return values.flatMap(leavesOf).filter(isTelling);
}

function leavesOf(value: Value): Value[] {
  if (isList(value)) return value.flatMap(leavesOf);
  return isDict(value) ? [...value.values()].flatMap(leavesOf) : [value];
}

function isTelling(leaf: Value): boolean {
  if (typeof leaf === 'string') return leaf.length > 8;
  return typeof leaf === 'number' || (typeof leaf === 'bigint' && leaf > 999_999n);
}

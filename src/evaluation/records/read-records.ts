import { jsonValue } from '../../kernel/json/json-parts.ts';
import { linesOf } from '../../kernel/lines.ts';
import { pythonToJson } from '../../kernel/python/python-literal.ts';
import { ParseError } from '../../kernel/text-cursor.ts';
import { RecordError } from './record-error.ts';

/** One line of a file, as JSON text. */
export interface DataRecord {
  /** From 1. */
  readonly line: number;
  readonly json: Buffer;
}

/** Larger than any answer that a SageMaker endpoint gives. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The records of a file: JSON or, as some containers answer, a Python literal, a line. Blank lines are left out.
 * @param name of the file, for messages
 * @throws {RecordError} for a line that is neither
 */
export async function readRecords(name: string, chunks: AsyncIterable<Uint8Array>): Promise<readonly DataRecord[]> {
  const records: DataRecord[] = [];
  for await (const { number, body } of linesOf(chunks, LONGEST_LINE)) {
    if (body === undefined) throw new RecordError(`${name}:${number}: the line is longer than ${LONGEST_LINE} bytes`);
    if (records.length === 0 && isPacked(body)) throw new RecordError(`${name}: packed with gzip; unpack it first`);
    const text = withoutMark(body);
    if (text.some((byte) => byte > 0x20)) records.push({ line: number, json: asJson(text, `${name}:${number}`) });
  }
  return records;
}

/** What a model answered, as a record: JSON, a Python literal, or else a text. */
export function answerRecord(line: number, answer: Buffer): DataRecord {
  try {
    return { line, json: asJson(answer, '') };
  } catch (thrown) {
    if (!(thrown instanceof RecordError)) throw thrown;
    return { line, json: Buffer.from(JSON.stringify(answer.toString())) };
  }
}

function isPacked(line: Buffer): boolean {
  return line[0] === 0x1f && line[1] === 0x8b;
}

function withoutMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}

function asJson(text: Buffer, place: string): Buffer {
  if (jsonValue(text) !== undefined) return text;
  try {
    return Buffer.from(pythonToJson(text.toString()));
  } catch (thrown) {
    if (!(thrown instanceof ParseError)) throw thrown;
    throw new RecordError(`${place}: neither JSON nor a Python literal: ${thrown.message}`);
  }
}

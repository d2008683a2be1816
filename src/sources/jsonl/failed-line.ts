import { isUtf8 } from 'node:buffer';

/** Why a line has no answer. `code` is one of docs/errors.md, or INVALID_RECORD: no request can be made of it, or no line of its answer. */
export interface LineFailure {
  readonly code: string;
  readonly message: string;
  /** What the model said, where it did. */
  readonly originalStatusCode?: number | undefined;
  readonly attempts: number;
}

/**
 * A line of the errors file: `{"line","error":{"code","message","originalStatusCode"?},"attempts","data"}`. `data` is the line as a
 * string; what is not UTF-8 is there as base64, beside `"dataEncoding":"base64"`.
 * @param data undefined for a line too long to be held
 */
export function failedLine(line: number, { code, message, originalStatusCode, attempts }: LineFailure, data?: Buffer): Buffer {
  const error = { code, message, originalStatusCode };
  return Buffer.from(JSON.stringify({ line, error, attempts, ...asText(data) }));
}

/** The number of the line that a line of the errors file tells of; undefined where it is none. */
export function lineNumberIn(failed: Buffer): number | undefined {
  const [, digits] = /^\{"line":(\d+),/.exec(failed.subarray(0, 40).toString('latin1')) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Why it has no answer, of a line of the errors file; on one line. */
export function reasonIn(failed: Buffer): string {
  const { error } = JSON.parse(failed.toString()) as { readonly error: Pick<LineFailure, 'code' | 'message'> };
  return `${error.code}: ${onOneLine(error.message)}`;
}

function asText(data: Buffer | undefined): { data?: string; dataEncoding?: 'base64' } {
  if (data === undefined) return {};
  return isUtf8(data) ? { data: data.toString() } : { data: data.toString('base64'), dataEncoding: 'base64' };
}

function onOneLine(message: string): string {
  return message
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

import { type FileLine, linesOf } from '../kernel/lines.ts';
import { InputError } from './input-error.ts';

/** One line of a file, without its end. */
export interface Line extends FileLine {
  readonly body: Buffer;
}

const CARRIAGE_RETURN = 0x0d;
/** Larger than any body that a SageMaker endpoint takes. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The lines of a file as they come.
 * @throws {InputError} for a line that is too long
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  for await (const { number, body, readBytes } of linesOf(chunks, LONGEST_LINE)) {
    if (body === undefined) throw new InputError(`line ${number} is longer than ${LONGEST_LINE} bytes`);
    yield { number, body, readBytes };
  }
}

/** Whether there is nothing in it but white space. */
export function isBlank({ body }: Line): boolean {
  return body.every((byte) => byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN);
}

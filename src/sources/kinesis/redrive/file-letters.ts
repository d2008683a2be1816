import { linesOf } from '../../../kernel/lines.ts';
import type { Found } from './found.ts';

/** No stream takes a record of more than 10 MiB, which is 14 MB in base64. */
const LONGEST_BYTES = 16 * 1024 * 1024;

/** The lines of a file of dead letters; blank ones are passed over. */
export async function* fileLetters(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Found> {
  for await (const { number, body } of linesOf(chunks, LONGEST_BYTES))
    if (body === undefined || body.some((byte) => byte > 0x20)) yield { where: `line ${number}`, body };
}

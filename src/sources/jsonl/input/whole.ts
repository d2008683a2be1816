import type { FileLine } from '../../../kernel/lines.ts';

/** A file that is one record, with its line ends; none where it is empty. @param longestBytes what of it is held */
export async function* wholeOf(chunks: AsyncIterable<Uint8Array>, longestBytes: number): AsyncGenerator<FileLine> {
  const pieces: Uint8Array[] = [];
  let readBytes = 0;
  for await (const chunk of chunks) {
    readBytes += chunk.length;
    if (readBytes <= longestBytes) pieces.push(chunk);
  }
  if (readBytes > 0) yield { number: 1, body: readBytes <= longestBytes ? Buffer.concat(pieces) : undefined, readBytes };
}

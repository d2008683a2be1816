import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { numberedExchange } from '../load/numbered-instances.ts';

const PIECE = 1000;

/** Writes a file of so many numbered requests, a line each. */
export async function writeRequests(path: string, count: number): Promise<void> {
  await pipeline(Readable.from(pieces(count)), createWriteStream(path));
}

function* pieces(count: number): Generator<string> {
  for (let from = 0; from < count; from += PIECE) {
    const lines = Array.from({ length: Math.min(PIECE, count - from) }, (_, i) => numberedExchange(from + i).body);
    yield `${lines.join('\n')}\n`;
  }
}

/** How many lines of a file of answers are not those to the requests in their order; missing and surplus ones, too. */
export async function wrongLines(path: string, count: number): Promise<number> {
  let at = 0;
  let wrong = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (at >= count || !numberedExchange(at).isAnswer(line)) wrong += 1;
    at += 1;
  }
  return wrong + Math.max(0, count - at);
}

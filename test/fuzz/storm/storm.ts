import { A_SESSION, inputOf, type Source } from '../inputs/input-of.ts';
import type { Census } from './census.ts';
import { session } from './session.ts';

/** Connections at once. */
const CONNECTIONS = 64;

/**
 * Sends the inputs from one index to below another, a session's worth over each connection; resolves when all have ended but those whose client says
 * nothing more.
 * @returns what resolves when those have ended
 */
export async function storm(port: number, source: Source, from: number, to: number, census: Census): Promise<Promise<void>[]> {
  const silent: Promise<void>[] = [];
  let next = from;
  const client = async (): Promise<void> => {
    while (next < to) {
      const start = next;
      next += A_SESSION;
      const inputs = Array.from({ length: Math.min(A_SESSION, to - start) }, (_, offset) => inputOf(source, start + offset));
      census.sent(inputs);
      const ended = session(port, inputs, census);
      if (inputs.at(-1)?.ending === 'silence') silent.push(ended);
      else await ended;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return silent;
}

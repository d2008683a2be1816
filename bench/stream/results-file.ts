import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 5;
const LF = 0x0a;
const CHUNK_BYTES = 1_048_576;

/** A line, and when it was first seen, in milliseconds since the Unix epoch. */
export interface SeenLine {
  readonly text: string;
  readonly seenAt: number;
}

interface Chunk {
  readonly bytes: Buffer;
  readonly seenAt: number;
}

/** A file of results, watched while it grows. Its lines are taken apart only when all are there: that would cost others time. */
export class ResultsFile {
  readonly #path: string;
  readonly #chunks: Chunk[] = [];
  #file: number | undefined;
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get count(): number {
    return this.#lines;
  }

  /** Resolves with when the so-manieth line was seen. @throws {Error} when none comes for too long */
  async until(count: number, stallMs = 20_000): Promise<number> {
    let movedAt = Date.now();
    while (this.#lines < count) {
      await pause(POLL_MS);
      const before = this.#lines;
      this.look();
      if (this.#lines > before) movedAt = Date.now();
      if (Date.now() - movedAt > stallMs) throw new Error(`${this.#lines} of ${count} results, and no more for ${stallMs} ms`);
    }
    return this.#chunks.at(-1)?.seenAt ?? Date.now();
  }

  /** Takes in what is new. */
  look(): void {
    if (this.#file === undefined && !existsSync(this.#path)) return;
    this.#file ??= openSync(this.#path, 'r');
    for (;;) {
      const bytes = Buffer.allocUnsafe(CHUNK_BYTES);
      const length = readSync(this.#file, bytes, 0, bytes.length, null);
      if (length === 0) return;
      const chunk = bytes.subarray(0, length);
      this.#chunks.push({ bytes: chunk, seenAt: Date.now() });
      this.#lines += linesIn(chunk);
    }
  }

  /** All whole lines, in order. */
  lines(): SeenLine[] {
    const found: SeenLine[] = [];
    let rest = '';
    for (const { bytes, seenAt } of this.#chunks) {
      const texts = (rest + bytes.toString('latin1')).split('\n');
      rest = texts.pop() ?? '';
      for (const text of texts) found.push({ text, seenAt });
    }
    return found;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}

import type { LineOutput } from './append-file.ts';
import { lineNumberIn } from './failed-line.ts';
import { NO_LEAVINGS } from './finished.ts';
import type { OpenedPlace, OutputPlace } from './output-place.ts';

const LINE_FEED = 0x0a;

/** For work that needs all answers at once: they are kept, and nothing is written. */
export class MemoryPlace implements OutputPlace {
  readonly #results: Buffer[] = [];
  readonly #errors: Buffer[] = [];

  check(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  open(): Promise<OpenedPlace> {
    const complete = (): Promise<boolean> => Promise.resolve(true);
    return Promise.resolve({ results: kept(this.#results), errors: kept(this.#errors), leavings: NO_LEAVINGS, complete });
  }

  /** A line of output each, in their order; undefined for those that failed, which have a placeholder among them. */
  answers(): readonly (Buffer | undefined)[] {
    const failed = new Set(linesIn(this.#errors).map(lineNumberIn));
    return linesIn(this.#results).map((line, index) => (failed.has(index + 1) ? undefined : line));
  }

  /** The line of the errors file for the first that failed. */
  firstFailure(): Buffer | undefined {
    return linesIn(this.#errors)[0];
  }
}

function linesIn(pieces: readonly Buffer[]): Buffer[] {
  const bytes = Buffer.concat(pieces);
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function kept(pieces: Buffer[]): LineOutput {
  return {
    append: (bytes) => {
      pieces.push(bytes);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

import type { Writable } from 'node:stream';
import type { LineOutput } from './append-file.ts';
import { NO_LEAVINGS } from './finished.ts';
import type { OpenedPlace, OutputPlace } from './output-place.ts';

/** Lines that others read from this process. Nothing is there to go on with. */
export class PipedPlace implements OutputPlace {
  readonly #results: () => Promise<LineOutput>;
  readonly #errors: () => Promise<LineOutput>;

  /** @param results opens where answers go @param errors opens where failures go */
  constructor(results: () => Promise<LineOutput>, errors: () => Promise<LineOutput>) {
    this.#results = results;
    this.#errors = errors;
  }

  check(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async open(): Promise<OpenedPlace> {
    const complete = (): Promise<boolean> => Promise.resolve(true);
    return { results: await this.#results(), errors: await this.#errors(), leavings: NO_LEAVINGS, complete };
  }
}

/** A slow reader is waited for. The stream is the process's, not ours: others may write to it yet. */
export function pipedOutput(stream: Writable): LineOutput {
  // A failed write is also told as an event, which nobody's hearing would end the process.
  stream.on('error', () => {});
  return {
    append: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error == null ? resolve() : reject(error)));
      }),
    close: () => Promise.resolve(),
  };
}

/** What an earlier run left of a line: nothing, all of it, or its failure only, whose line of output was not written any more. */
export type Leftover = 'nothing' | 'all' | 'failure';

export interface Leavings {
  /** Whole lines of the output. */
  readonly outputLines: number;
  /** Numbers of the lines that are told of in the errors file. */
  readonly failed: ReadonlySet<number>;
}

export const NO_LEAVINGS: Leavings = { outputLines: 0, failed: new Set() };

/**
 * Which lines an earlier run has finished. There is no journal beside the output that could contradict it: output and errors are
 * written in the order of the input, errors first, so which lines they stand for follows from their number alone.
 */
export class Finished {
  readonly #failed: ReadonlySet<number>;
  readonly #failedAreOutput: boolean;
  #left: number;

  /** @param failedAreOutput whether a line that failed has a line of output, too */
  constructor({ outputLines, failed }: Leavings, failedAreOutput: boolean) {
    this.#left = outputLines;
    this.#failed = failed;
    this.#failedAreOutput = failedAreOutput;
  }

  /** Asked once of each line that is not blank, in their order. */
  leftOf(line: number): Leftover {
    const hasFailed = this.#failed.has(line);
    if (hasFailed && !this.#failedAreOutput) return 'all';
    if (this.#left > 0) {
      this.#left -= 1;
      return 'all';
    }
    return hasFailed ? 'failure' : 'nothing';
  }

  /** Lines of output that stand for no line of the input: it is not the output of this input. */
  get surplus(): number {
    return this.#left;
  }
}

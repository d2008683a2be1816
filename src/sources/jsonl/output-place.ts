import { stat } from 'node:fs/promises';
import { AppendFile, type LineOutput } from './append-file.ts';
import { lineNumberIn } from './failed-line.ts';
import { type Leavings, NO_LEAVINGS } from './finished.ts';
import { JobFile, type JobTerms } from './job-file.ts';

/** What became of the records of one input. */
export interface Ended {
  readonly answered: number;
  readonly failed: number;
}

/** Where the answers of one input go, and its failures. */
export interface OutputPlace {
  /**
   * Looks whether it may be written to, before anything is sent.
   * @returns what became of the records, where it is known that an earlier run of the same job did all of them: there is nothing to open
   * @throws {PlaceTaken}, or what the system says
   */
  check(): Promise<Ended | undefined>;
  open(): Promise<OpenedPlace>;
}

export interface OpenedPlace {
  readonly results: LineOutput;
  readonly errors: LineOutput;
  /** What an earlier run of the same job left. */
  readonly leavings: Leavings;
  /** All of the input is written. @returns whether all of it is where it belongs; false where that was stopped */
  complete(ended: Ended): Promise<boolean>;
}

/** There is something that this job must not touch. */
export class PlaceTaken extends Error {
  override readonly name = 'PlaceTaken';
}

export interface LocalPlaceOptions {
  readonly output: string;
  readonly errors: string;
  readonly terms: JobTerms;
  /** Whether what was done can be told from what is there. */
  readonly isResumable: boolean;
  /** Whether what is there may be thrown away. */
  readonly restarts: boolean;
}

/** Two files of this machine, and a third that says of which job they are. */
export class LocalPlace implements OutputPlace {
  readonly #options: LocalPlaceOptions;
  readonly #job: JobFile;
  #before: 'nothing' | 'same job' = 'nothing';

  constructor(options: LocalPlaceOptions) {
    this.#options = options;
    this.#job = new JobFile(options.output);
  }

  async check(): Promise<undefined> {
    const { output, errors, terms, isResumable, restarts } = this.#options;
    if (restarts) return;
    const before = await this.#job.before(terms);
    if (typeof before === 'object') throw taken(`${output} is the output of another job (${before.differs})`);
    const there = { output: await bytesOf(output), errors: await bytesOf(errors) };
    const [some] = [...(there.output === undefined ? [] : [output]), ...(there.errors === undefined ? [] : [errors])];
    if (before === 'nothing' && some !== undefined) throw taken(`${some} exists, and nothing says of which job it is`);
    const hasLines = there.output !== undefined && there.output > 0;
    if (hasLines && !isResumable) throw taken(`${output} exists, and nothing tells how much of such a job is done`);
    if (hasLines && there.errors === undefined) throw taken(`${errors} is missing, which tells what ${output} has no lines for`);
    this.#before = before;
  }

  async open(): Promise<OpenedPlace> {
    const { output, errors, terms, isResumable, restarts } = this.#options;
    const complete = (): Promise<boolean> => Promise.resolve(true);
    // What is thrown away goes first: else a run killed in between would leave it as this job's.
    if (restarts) {
      const emptied = await this.#emptied();
      await this.#job.write(terms);
      return { ...emptied, leavings: NO_LEAVINGS, complete };
    }
    // Before what it speaks of: else a run killed in between would leave files that nobody knows.
    await this.#job.write(terms);
    if (this.#before === 'nothing' || !isResumable) return { ...(await this.#emptied()), leavings: NO_LEAVINGS, complete };
    const failed = new Set<number>();
    let outputLines = 0;
    const told = await AppendFile.resumed(errors, (line) => {
      const number = lineNumberIn(line);
      if (number !== undefined) failed.add(number);
    });
    const results = await AppendFile.resumed(output, () => {
      outputLines += 1;
    });
    return { results, errors: told, leavings: { outputLines, failed }, complete };
  }

  /** Errors first: an output without errors beside it is one whose errors were lost. */
  async #emptied(): Promise<Pick<OpenedPlace, 'results' | 'errors'>> {
    const { output, errors } = this.#options;
    const told = await AppendFile.empty(errors);
    return { results: await AppendFile.empty(output), errors: told };
  }
}

function taken(why: string): PlaceTaken {
  return new PlaceTaken(`${why}; --restart writes it anew`);
}

/** Undefined where there is no file, or something that keeps nothing. */
async function bytesOf(path: string): Promise<number | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true ? stats.size : undefined;
}

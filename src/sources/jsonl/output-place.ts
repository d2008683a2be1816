import { access } from 'node:fs/promises';
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
  /** Whether what was done can be told from what is there; else a job begins anew. */
  readonly isResumable: boolean;
  /** Whether what is there may be thrown away. */
  readonly restarts: boolean;
}

/** Two files of this machine, and a third that says of which job they are. */
export class LocalPlace implements OutputPlace {
  readonly #options: LocalPlaceOptions;
  readonly #job: JobFile;
  #goesOn = false;

  constructor(options: LocalPlaceOptions) {
    this.#options = options;
    this.#job = new JobFile(options.output);
  }

  async check(): Promise<undefined> {
    const { output, errors, terms, isResumable, restarts } = this.#options;
    if (restarts) return;
    const before = await this.#job.before(terms);
    if (typeof before === 'object')
      throw new PlaceTaken(`${output} is the output of another job (${before.differs}); --restart writes it anew`);
    for (const path of [output, errors]) {
      if (before === 'nothing' && (await exists(path)))
        throw new PlaceTaken(`${path} exists, and nothing says of which job it is; --restart writes it anew`);
    }
    this.#goesOn = before === 'same job' && isResumable;
  }

  async open(): Promise<OpenedPlace> {
    const { output, errors, terms } = this.#options;
    // Before what it speaks of: else a run killed in between would leave files that nobody knows.
    await this.#job.write(terms);
    const complete = (): Promise<boolean> => Promise.resolve(true);
    if (!this.#goesOn)
      return { results: await AppendFile.empty(output), errors: await AppendFile.empty(errors), leavings: NO_LEAVINGS, complete };
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
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

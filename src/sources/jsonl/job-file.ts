import { readFile, rename, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';

/** What makes two runs one job: with all of it equal, each would write the same. */
export interface JobTerms {
  readonly input: string;
  readonly version: string;
  readonly [option: string]: unknown;
}

/** What was there where a job is to write. */
export type Before = 'nothing' | 'same job' | { readonly differs: string };

/**
 * The file beside an output that says of which job it is, so that a job is gone on with where it was stopped, and nothing is ever
 * appended to the output of another.
 */
export class JobFile {
  readonly #path: string;

  constructor(output: string) {
    this.#path = `${output}.job.json`;
  }

  get path(): string {
    return this.#path;
  }

  async before(terms: JobTerms): Promise<Before> {
    const text = await readFile(this.#path, 'utf8').catch(orNothing);
    if (text === undefined) return 'nothing';
    const found = parsed(text);
    // As they are after a way through JSON.
    const wanted = JSON.parse(JSON.stringify(terms)) as Record<string, unknown>;
    const differing = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].find(
      (key) => !isDeepStrictEqual(found[key], wanted[key]),
    );
    if (differing === undefined) return 'same job';
    return { differs: `${differing}: ${shown(found[differing])} then, ${shown(wanted[differing])} now` };
  }

  /** All of it is there, or none. */
  async write(terms: JobTerms): Promise<void> {
    await writeFile(`${this.#path}.new`, `${JSON.stringify(terms, undefined, 2)}\n`, { flush: true });
    await rename(`${this.#path}.new`, this.#path);
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function orNothing(thrown: unknown): undefined {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
  throw thrown;
}

/** One thing wrong with a config. */
export interface Problem {
  /** The file, or the command-line option, that it is in. */
  readonly source: string;
  /** Both from 1; absent for what has no place in a file. */
  readonly line?: number;
  readonly col?: number;
  readonly path?: string;
  readonly expected: string;
  readonly found: string;
}

/** `file:line:col path: expected …, found …` */
export function showProblem({ source, line, col, path, expected, found }: Problem): string {
  const place = line === undefined ? source : `${source}:${line}:${col}`;
  return `${path === undefined ? place : `${place} ${path}`}: expected ${expected}, found ${found}`;
}

/** A config that cannot be used, with everything that is wrong with it; the message has a line for each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(showProblem).join('\n'), options);
    this.problems = problems;
  }
}

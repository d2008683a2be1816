import type { TidegateError } from '../../kernel/errors.ts';

/** How far a file has come. */
export interface FileListener {
  /** An earlier run had finished the line. */
  skipped(line: number): void;
  /** A line was answered, or it failed; it is not written yet. */
  ended(outcome: 'answered' | 'failed'): void;
  /** A line is sent again, for this reason. */
  retried(error: TidegateError): void;
}

import type { TidegateError } from '../../kernel/errors.ts';

/** How far a file has come. */
export interface FileListener {
  /** A line that is not blank was read. */
  read(bytes: number): void;
  /** An earlier run had finished the line. */
  skipped(line: number, bytes: number): void;
  /** A line was answered, or it failed; it is not written yet. */
  ended(outcome: 'answered' | 'failed', bytes: number): void;
  /** The model has said something of a line: an answer, or what is wrong with it. */
  heard(): void;
  /** A line is sent again, for this reason. */
  retried(error: TidegateError): void;
}

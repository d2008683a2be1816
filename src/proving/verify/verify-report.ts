import type { Difference } from '../compare/compare-bodies.ts';
import type { Distance, Tolerance } from '../compare/tolerance.ts';

/** A record whose answer in a batch is not the answer it got alone. */
export interface RecordDifference extends Difference {
  readonly line: number;
  /** Items in the batch. */
  readonly batchSize: number;
}

/** Lines of one kind: how many, why, and where the first ones are. */
export interface LineNote {
  readonly reason: string;
  readonly count: number;
  readonly lines: readonly number[];
}

export interface VerifySummary {
  /** Lines that are not blank. */
  readonly records: number;
  /** Records compared, in one batch or more; the next four add up to it. */
  readonly batched: number;
  readonly equal: number;
  readonly equalWithinTolerance: number;
  readonly differing: number;
  /** Records about which the endpoint left nothing to compare: throttled, timed out, out of reach. */
  readonly failed: number;
  /** Of the records compared, those that were answered with an error when they were alone. */
  readonly refused: number;
  /** Records that never share a call, and those that found no company in the file. */
  readonly alone: number;
  readonly invalid: number;
  readonly blankLines: number;
  readonly calls: number;
  readonly batches: number;
  /** Batches that failed with a record that fails alone as well; their members were sent singly. */
  readonly isolatedBatches: number;
  /** The largest between numbers that were taken for equal. */
  readonly tolerated: Distance;
}

export interface VerifyReport {
  readonly endpoint: string;
  readonly codec: string;
  readonly sizes: readonly number[];
  readonly tolerance: Tolerance;
  readonly passed: boolean;
  readonly summary: VerifySummary;
  readonly differences: readonly RecordDifference[];
  /** Differences beyond those that are listed. */
  readonly differencesOmitted: number;
  readonly failures: readonly LineNote[];
  readonly invalid: readonly LineNote[];
  readonly alone: readonly LineNote[];
}

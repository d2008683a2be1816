import { EvaluationError } from '../evaluation-error.ts';

/** The defaults are those of `rouge_score.scoring.BootstrapAggregator`, which has no seed. */
export interface BootstrapOptions {
  /** How many times items are drawn; 1000 unless given. */
  readonly samples?: number;
  /** The share of the draws between low and high, between 0 and 1; 0.95 unless given. */
  readonly confidence?: number;
  /** Equal seeds, equal intervals; 1 unless given. An integer, of which the lower 32 bits count. */
  readonly seed?: number;
}

/** @throws {EvaluationError} for an option out of its range */
export function filled({ samples = 1000, confidence = 0.95, seed = 1 }: BootstrapOptions): Required<BootstrapOptions> {
  if (!Number.isInteger(samples) || samples < 1)
    throw new EvaluationError(`samples must be a whole number of at least 1, not ${samples}`);
  if (!(confidence >= 0 && confidence <= 1)) throw new EvaluationError(`confidence must be between 0 and 1, not ${confidence}`);
  if (!Number.isInteger(seed)) throw new EvaluationError(`seed must be a whole number, not ${seed}`);
  return { samples, confidence, seed };
}

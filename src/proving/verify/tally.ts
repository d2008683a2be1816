import type { Comparison } from '../compare/compare-bodies.ts';
import { type Distance, larger, NO_DISTANCE } from '../compare/tolerance.ts';
import { Notes } from './notes.ts';
import type { RecordDifference, VerifySummary } from './verify-report.ts';

const DIFFERENCES_KEPT = 1000;

/** What became of one record over all the batches it was in. */
export type RecordVerdict = 'equal' | 'close' | 'different' | 'failed';

/** Everything counted so far; its size does not grow with the file. */
export class Tally {
  records = 0;
  blankLines = 0;
  refused = 0;
  batches = 0;
  isolatedBatches = 0;
  differencesOmitted = 0;
  readonly alone = new Notes();
  readonly invalid = new Notes();
  readonly failures = new Notes();
  readonly differences: RecordDifference[] = [];
  readonly #verdicts: Record<RecordVerdict, number> = { equal: 0, close: 0, different: 0, failed: 0 };
  #tolerated: Distance = NO_DISTANCE;

  verdict(verdict: RecordVerdict): void {
    this.#verdicts[verdict] += 1;
  }

  compared(comparison: Comparison, line: number, batchSize: number): void {
    if (comparison.kind === 'close') this.#tolerated = larger(this.#tolerated, comparison.distance);
    if (comparison.kind !== 'different') return;
    if (this.differences.length < DIFFERENCES_KEPT) this.differences.push({ line, batchSize, ...comparison.difference });
    else this.differencesOmitted += 1;
  }

  /** Where nothing was compared, nothing was proved. */
  get passed(): boolean {
    const { equal, close, different, failed } = this.#verdicts;
    return equal + close > 0 && different + failed + this.invalid.count === 0;
  }

  summary(calls: number): VerifySummary {
    const { equal, close, different, failed } = this.#verdicts;
    return {
      records: this.records,
      batched: equal + close + different + failed,
      equal,
      equalWithinTolerance: close,
      differing: different,
      failed,
      refused: this.refused,
      alone: this.alone.count,
      invalid: this.invalid.count,
      blankLines: this.blankLines,
      calls,
      batches: this.batches,
      isolatedBatches: this.isolatedBatches,
      tolerated: this.#tolerated,
    };
  }
}

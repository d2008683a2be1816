import type { Limit } from '../measure/limit.ts';
import type { RatioFound } from '../measure/ratio.ts';
import type { About } from '../report/about.ts';
import type { Result } from '../report/result.ts';
import type { Spread } from '../statistics/spread.ts';

/** A result file of any benchmark: whatever of these it holds. */
export interface Recorded extends Partial<About> {
  readonly scenario?: string;
  /** Instead of the scenario, in `policies`. */
  readonly benchmark?: string;
  readonly title?: string;
  readonly facts?: string;
  readonly contestants?: Result['contestants'];
  readonly cells?: readonly RecordedCell[];
  readonly ratios?: readonly RatioFound[];
  readonly targets?: readonly RecordedTarget[];
  readonly claims?: readonly RecordedTarget[];
}

/** Of a scenario, or of `codecs`. */
export type RecordedCell = Partial<Result['cells'][number]> & {
  readonly work?: string;
  readonly batch?: number;
  readonly ratio?: Spread;
  readonly atLeast?: number;
};

export interface RecordedTarget {
  readonly what: string;
  /** Of the capacity, in `overload`. */
  readonly load?: number;
  readonly value?: Spread | number;
  readonly limit?: Limit | { readonly never: true };
  readonly atLeast?: number;
}

export function nameIn({ scenario, benchmark }: Recorded): string {
  return scenario ?? benchmark ?? 'unnamed';
}

/** Whether it is a scenario's, as they are recorded now; earlier ones knew closed loops only. */
export function isScenario(recorded: Recorded): recorded is Recorded & Result {
  return recorded.cells?.[0]?.load !== undefined && recorded.contestants !== undefined;
}

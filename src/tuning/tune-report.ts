import type { Over } from './budget.ts';
import type { FittedLine } from './findings/fit-line.ts';
import type { AtOnce, Gain } from './findings/gains.ts';
import type { TunePlan } from './plan.ts';
import type { ServedFigures } from './serving/try-served.ts';
import type { CellFigures } from './sweep/cell.ts';
import type { Ruled } from './sweep/settings.ts';

export type Pays =
  | 'pays'
  | 'pays-little'
  | 'does-not-pay'
  /** The requests share no call. */
  | 'cannot-be-batched'
  /** One size only was measured. */
  | 'unknown';

/** How it came to its end: all was measured, the budget ended first, somebody stopped it, or the endpoint ended it. */
export type TuneEnd = 'done' | Over | 'failed';

export interface BestSetting extends CellFigures {
  /** Milliseconds that the first of a batch waits for the rest, when items come as fast as they are answered, one by one. */
  readonly gatherMs: number;
  /** Whether p99 and the time to gather keep to the p99 asked for; true where none was. */
  readonly inTime: boolean;
}

/** All that was found out; what could not be is undefined. Times in milliseconds. */
export interface TuneReport {
  readonly endpoint: string;
  readonly codec: string;
  readonly upstream: string;
  readonly plan: TunePlan;
  readonly end: TuneEnd;
  /** Of `failed`. */
  readonly why: string | undefined;
  readonly sent: { readonly calls: number; readonly items: number; readonly seconds: number };
  /** What was measured and may be used, by size and calls at once. */
  readonly settings: readonly CellFigures[];
  /** Those that no other beats in both throughput and p99, by p99. */
  readonly frontier: readonly CellFigures[];
  readonly ruledOut: readonly Ruled[];
  /** So many calls at once were refused for want of room. */
  readonly throttledAt: number | undefined;
  /** Calls that failed, by what was said. */
  readonly failures: readonly { readonly why: string; readonly calls: number }[];
  readonly latency: FittedLine | undefined;
  readonly pays: Pays;
  readonly batching: Gain | undefined;
  readonly concurrency: AtOnce | undefined;
  readonly best: BestSetting | undefined;
  /** The gateway itself, under the load of the best setting. */
  readonly adaptive: ServedFigures | undefined;
  /** The gateway with that setting by hand, under the same load; tried where adaptive was clearly below it. */
  readonly byHand: ServedFigures | undefined;
  readonly advice: Advice | undefined;
  readonly notes: readonly string[];
}

/** YAML to paste, and why. */
export interface Advice {
  readonly why: string;
  readonly yaml: string;
  /** Set by hand, where the gateway did better so than with adaptive. */
  readonly byHand: string | undefined;
}

import type { RecordSize } from './records.ts';

/** How much is measured. */
export interface StreamPlan {
  readonly shards: number;
  readonly rounds: number;
  /** Records of the throughput rounds, of each size, */
  readonly records: Readonly<Record<RecordSize, number>>;
  /** and those by which the emulators are compared. */
  readonly emulatorRecords: number;
  readonly lag: {
    /** As shares of the model's capacity. */
    readonly low: number;
    readonly steps: readonly number[];
    readonly settleSeconds: number;
    readonly lowSeconds: number;
    readonly stepSeconds: number;
    /** At the low rate again, beyond the time that the backlog takes by the model's law. */
    readonly afterSeconds: number;
  };
  readonly beside: {
    readonly settleSeconds: number;
    readonly seconds: number;
    /** Requests a second, as a share of the model's capacity. */
    readonly load: number;
    readonly deadlineMs: number;
  };
  readonly seed: number;
}

const FULL: StreamPlan = {
  shards: 4,
  rounds: 5,
  records: { small: 360_000, large: 40_000 },
  emulatorRecords: 4000,
  lag: { low: 0.3, steps: [0.8, 3], settleSeconds: 3, lowSeconds: 8, stepSeconds: 4, afterSeconds: 8 },
  beside: { settleSeconds: 2, seconds: 10, load: 0.1, deadlineMs: 250 },
  seed: 1,
};

/** For CI: shows that all works, and gross losses. */
const SHORT: StreamPlan = {
  ...FULL,
  rounds: 1,
  records: { small: 8000, large: 4000 },
  emulatorRecords: 1000,
  lag: { low: 0.3, steps: [2], settleSeconds: 1, lowSeconds: 2, stepSeconds: 1, afterSeconds: 2 },
  beside: { ...FULL.beside, settleSeconds: 1, seconds: 2 },
};

/** What was asked for goes before what is usual. */
export function streamPlan(
  { rounds, seconds }: { readonly rounds?: number; readonly seconds?: number },
  short: boolean,
): StreamPlan {
  const base = short ? SHORT : FULL;
  return { ...base, rounds: rounds ?? base.rounds, beside: { ...base.beside, seconds: seconds ?? base.beside.seconds } };
}

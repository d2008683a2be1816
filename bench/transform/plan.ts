/** How much is measured. */
export interface TransformPlan {
  readonly rounds: number;
  /** Lines of the files, ascending. */
  readonly sizes: readonly number[];
}

const FULL: TransformPlan = { rounds: 5, sizes: [10_000, 100_000, 1_000_000] };
const SHORT: TransformPlan = { rounds: 1, sizes: [5_000, 20_000, 50_000] };

export function transformPlan({ rounds }: { readonly rounds?: number }, short: boolean): TransformPlan {
  const base = short ? SHORT : FULL;
  return { ...base, rounds: rounds ?? base.rounds };
}

/** How much is measured. */
export interface CodecsPlan {
  readonly rounds: number;
  /** Items in a call. */
  readonly batches: readonly number[];
  /** How long each side works in a round, at least. */
  readonly sideMs: number;
  readonly warmUpMs: number;
  readonly seed: number;
}

const FULL: CodecsPlan = { rounds: 41, batches: [4, 32, 128], sideMs: 15, warmUpMs: 400, seed: 1 };

/** For CI: shows that all works, and gross losses. */
const SHORT: CodecsPlan = { ...FULL, rounds: 5, sideMs: 5 };

export function codecsPlan({ rounds }: { readonly rounds?: number }, short: boolean): CodecsPlan {
  const base = short ? SHORT : FULL;
  return { ...base, rounds: rounds ?? base.rounds };
}

/** The nearest-rank percentile of values in ascending order; undefined when there are none. */
export function percentile(ascending: readonly number[], share: number): number | undefined {
  const rank = Math.max(1, Math.ceil(share * ascending.length));
  return ascending[rank - 1];
}

/** What several rounds said of one thing. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws {RangeError} without values */
export function spread(values: readonly number[]): Spread {
  const ascending = values.toSorted((a, b) => a - b);
  const min = ascending[0];
  const max = ascending.at(-1);
  if (min === undefined || max === undefined) throw new RangeError('Expected at least one value');
  return { median: middle(ascending), min, max };
}

function middle(ascending: readonly number[]): number {
  const upper = ascending[Math.floor(ascending.length / 2)] as number;
  const lower = ascending[Math.ceil(ascending.length / 2) - 1] as number;
  return (lower + upper) / 2;
}

/** A straight line through points, by least squares. */
export interface Slope {
  readonly perX: number;
  /** Of the slope, from what is left beside the line; neighbours' likeness is taken into account. */
  readonly standardError: number;
}

/** @throws {RangeError} for fewer than 3 points, and for points at one place */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  if (points.length < 3) throw new RangeError(`Expected at least 3 points, got ${points.length}`);
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spreadX = sum(points.map(([x]) => (x - meanX) ** 2));
  if (spreadX === 0) throw new RangeError('Expected points at several places');
  const perX = sum(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spreadX;
  const left = points.map(([x, y]) => y - meanY - perX * (x - meanX));
  const variance = sum(left.map((each) => each ** 2)) / (points.length - 2);
  return { perX, standardError: Math.sqrt((variance / spreadX) * inflation(left)) };
}

/** What memory does in one moment it does in the next, so there are fewer points than it seems: (1 + r) / (1 - r) times fewer. */
function inflation(left: readonly number[]): number {
  const together = sum(left.slice(1).map((each, i) => each * (left[i] as number)));
  const alone = sum(left.map((each) => each ** 2));
  const likeness = alone === 0 ? 0 : Math.min(Math.max(together / alone, 0), 0.95);
  return (1 + likeness) / (1 - likeness);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

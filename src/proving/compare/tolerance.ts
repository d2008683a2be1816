/** How far apart two numbers may be: |a - b| <= absolute + relative x |b|, b being the answer got alone (as numpy.allclose). */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** How far apart two numbers are. */
export interface Distance {
  readonly absolute: number;
  /** Of the number got alone; Infinity where that is 0. */
  readonly relative: number;
}

export const NO_DISTANCE: Distance = { absolute: 0, relative: 0 };

const WHOLE = /^[-+]?\d+$/;

/** One tolerance for both, unless the relative one is given. */
export function toleranceOf(absolute: number, relative = absolute): Tolerance {
  return { absolute, relative };
}

/** Of two numbers as they were written. */
export function distanceOf(alone: string, batched: string): Distance {
  const apart = bothWhole(alone, batched) ? wholeDistance(alone, batched) : Math.abs(Number(batched) - Number(alone));
  // Both beyond what a double holds, and written in different ways.
  const absolute = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
  return { absolute, relative: absolute === 0 ? 0 : absolute / Math.abs(Number(alone)) };
}

/** Two whole numbers are labels, counts or ids: only the absolute tolerance is for them. */
export function isWithin({ absolute, relative }: Tolerance, alone: string, batched: string): boolean {
  const allowed = bothWhole(alone, batched) ? absolute : absolute + relative * Math.abs(Number(alone));
  return distanceOf(alone, batched).absolute <= allowed;
}

export function larger(a: Distance, b: Distance): Distance {
  return { absolute: Math.max(a.absolute, b.absolute), relative: Math.max(a.relative, b.relative) };
}

function bothWhole(alone: string, batched: string): boolean {
  return WHOLE.test(alone) && WHOLE.test(batched);
}

/** Exact for numbers that a double cannot hold. */
function wholeDistance(alone: string, batched: string): number {
  const difference = wholeOf(batched) - wholeOf(alone);
  return Number(difference < 0n ? -difference : difference);
}

function wholeOf(text: string): bigint {
  return BigInt(text.startsWith('+') || text.startsWith('-') ? text.slice(1) : text) * (text.startsWith('-') ? -1n : 1n);
}

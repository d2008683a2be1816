import type { FixedConfig } from '../contestants/fixed.ts';

const SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const DELAYS_MS = [0, 1, 2, 5, 10, 20, 50, 100, 200];
const IN_FLIGHT = [1, 2, 3, 4, 6, 8, 12, 16];

/** A point of the grid, by index in each direction. */
export interface Point {
  readonly size: number;
  readonly delay: number;
  readonly inFlight: number;
}

export function configAt({ size, delay, inFlight }: Point): FixedConfig {
  return { size: SIZES[size] as number, delayMs: DELAYS_MS[delay] as number, inFlight: IN_FLIGHT[inFlight] as number };
}

/** Every second point or so, from which others are found. */
export function coarse(): Point[] {
  return grid([0, 3, 5, 7, 9, 11], [0, 2, 4, 6], [0, 1, 3, 5, 7]);
}

/** One or two steps in one direction. */
export function alongAxes({ size, delay, inFlight }: Point): Point[] {
  return [-2, -1, 1, 2]
    .flatMap((step) => [
      { size: size + step, delay, inFlight },
      { size, delay: delay + step, inFlight },
      { size, delay, inFlight: inFlight + step },
    ])
    .filter(isOnGrid);
}

/** One step in any number of directions. */
export function allAround({ size, delay, inFlight }: Point): Point[] {
  const near = (index: number): number[] => [index - 1, index, index + 1];
  return grid(near(size), near(delay), near(inFlight));
}

function grid(sizes: readonly number[], delays: readonly number[], inFlights: readonly number[]): Point[] {
  return sizes
    .flatMap((size) => delays.flatMap((delay) => inFlights.map((inFlight) => ({ size, delay, inFlight }))))
    .filter(isOnGrid);
}

/** A call of one waits for nobody: there, delays are all alike. */
function isOnGrid({ size, delay, inFlight }: Point): boolean {
  const within = (index: number, count: number): boolean => index >= 0 && index < count;
  if (size === 0 && delay > 0) return false;
  return within(size, SIZES.length) && within(delay, DELAYS_MS.length) && within(inFlight, IN_FLIGHT.length);
}

/** Latencies are compared after adding this, so that 0 ms has a ratio. */
const RESOLUTION_MS = 0.001;
/** Beyond this many deviations a call is taken for one at this distance (Huber, "Robust estimation of a location parameter", 1964). */
const CLIP = 2.5;

export function ratioOf(latencyMs: number, expectedMs: number): number {
  return (latencyMs + RESOLUTION_MS) / (expectedMs + RESOLUTION_MS);
}

/** The latency that stands in this ratio to what was expected. */
export function latencyAt(ratio: number, expectedMs: number): number {
  return Math.max(0, ratio * (expectedMs + RESOLUTION_MS) - RESOLUTION_MS);
}

/** How far a latency is from what was expected: the natural logarithm of their ratio. */
export function residualOf(latencyMs: number, expectedMs: number): number {
  return Math.log(ratioOf(latencyMs, expectedMs));
}

/** A residual, held back when it is out of all proportion to how far calls are from what is expected. */
export function held(residual: number, deviation: number): number {
  const most = CLIP * deviation;
  return Math.min(most, Math.max(-most, residual));
}

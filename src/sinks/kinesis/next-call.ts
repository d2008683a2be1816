/** How long a part of a call gathers beside calls under way, which usually end much sooner. */
const PATIENCE_MS = 100;

export interface CallsNow {
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Monotonic time until when there is a pause; undefined when there is none. */
  readonly pausedUntil: number | undefined;
  /** Whether what is ready is all that a call takes, or must not gather. */
  readonly isWhole: boolean;
  /** When the last call was made. */
  readonly lastCallAt: number;
}

/**
 * From when on the next call may go, as long as nothing else happens: at once when none is under way; beside others when it is
 * whole, or when they take long, so that one that hangs does not hold up the rest. In a pause there is one at a time.
 */
export function nextCallAt({ inFlight, maxInFlight, pausedUntil, isWhole, lastCallAt }: CallsNow): number {
  if (inFlight >= maxInFlight) return Number.POSITIVE_INFINITY;
  if (pausedUntil !== undefined) return inFlight === 0 ? pausedUntil : Number.POSITIVE_INFINITY;
  if (inFlight === 0 || isWhole) return Number.NEGATIVE_INFINITY;
  return lastCallAt + PATIENCE_MS;
}

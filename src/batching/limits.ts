/** Calls at once. */
export interface InFlightLimit {
  readonly limit: number;
  /** Whether the last slot takes only a full batch. */
  readonly lastSlotForFull: boolean;
}

/**
 * `auto` is two slots, the second for full batches only: a serial device wants its next batch at hand when batches are full,
 * and one at a time when they are not (8 + 8 is far slower than 16).
 */
export function inFlightLimit(maxInFlight: number | 'auto'): InFlightLimit {
  return maxInFlight === 'auto' ? { limit: 2, lastSlotForFull: true } : { limit: maxInFlight, lastSlotForFull: false };
}

/** A lane whose batch could go now and is not full. */
export interface Candidate {
  readonly key: string;
  /** Items it would hold. */
  readonly items: number;
  /** The most items it could hold. */
  readonly room: number;
  /** Monotonic time at which its oldest request was submitted. */
  readonly oldestAt: number;
  /** Monotonic time from when on the upstream has time for it, less the way there: until then waiting costs nothing. */
  readonly readyAt: number;
  /** Monotonic time until which to hold it, so that the slots last for the traffic there is. */
  readonly paceUntil: number;
  /** Monotonic time at which it must be sent, so that nobody in it is late; Infinity when nobody has a deadline. */
  readonly sendBy: number;
}

/**
 * Decides whether a batch that is not full, and might go, is held back for company. The bounds that nothing may exceed
 * (`maxQueueDelayMs`, the caller's own, a deadline) are kept by the heart, whatever a strategy says.
 */
export interface HoldBack {
  /** What a batch is said to be sent for when its time is up. */
  readonly reason: 'delay' | 'deadline';
  /** Whether what waits is spread evenly over the slots of the upstream. */
  readonly spreads: boolean;
  /** Monotonic time until which to hold it; at or before `now`: send it. */
  until(candidate: Candidate, now: number): number;
}

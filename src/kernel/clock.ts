/**
 * Time is a port: everything that waits, measures or draws at random does it through a Clock, so that every rule of the
 * heart can be tested in virtual time. Times are milliseconds.
 */
export interface Clock {
  /** Monotonic milliseconds, fractional; only differences have a meaning. */
  now(): number;
  /** Milliseconds since the Unix epoch. */
  wallNow(): number;
  /** Calls `fire` once at monotonic time `time` (soon, when that is past). Returns its cancel, harmless when late or repeated. */
  at(time: number, fire: () => void): () => void;
  /**
   * Calls `fire` once the event loop has read what is readable now: gathers a burst at no cost, where the shortest timer
   * costs a millisecond.
   */
  afterIoTurn(fire: () => void): void;
  /** Uniform in [0, 1). */
  random(): number;
}

/** The longest delay a Node timer takes; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  at(time, fire) {
    const delay = Math.min(Math.max(0, time - performance.now()), LONGEST_TIMER_MS);
    const timer = setTimeout(fire, delay);
    return () => clearTimeout(timer);
  },
  afterIoTurn(fire) {
    setImmediate(fire);
  },
  random: () => Math.random(),
};

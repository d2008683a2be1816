import type { Clock } from '../../kernel/clock.ts';
import { onAbort } from '../../kernel/on-abort.ts';

/** Of how many of the last records' fates the share of failures is taken, and from how many on it says something. */
const WINDOW = 100;
const FEWEST = 20;
const TOO_MANY = 0.5;

const FIRST_PROBE_MS = 500;
const LONGEST_PROBE_MS = 30_000;

export type PauseReason = 'endpoint' | 'failures';

/**
 * Lets records go to the endpoint, and pauses when it is down or when most records fail: they are kept then instead of being
 * buried one after the other, and one at a time is let through, at growing intervals, to find out whether that has changed.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #tooMany: number;
  readonly #changed: (paused: PauseReason | undefined) => void;
  /** Of the last records, one written over the oldest; true for a failure. */
  #fates: boolean[] = [];
  #oldest = 0;
  #failures = 0;
  #paused: PauseReason | undefined;
  #probeMs = FIRST_PROBE_MS;
  #cancelTimer: (() => void) | undefined;
  #isProbeDue = false;
  readonly #waiting = new Set<() => void>();

  /**
   * @param changed is told of a pause, and of its end
   * @param tooMany the share of failures beyond which they are not believed; 1: all are, however many there are
   */
  constructor(clock: Clock, changed: (paused: PauseReason | undefined) => void, tooMany = TOO_MANY) {
    this.#clock = clock;
    this.#changed = changed;
    this.#tooMany = tooMany;
  }

  get paused(): PauseReason | undefined {
    return this.#paused;
  }

  /** Whether it is everybody's turn at once. */
  get isOpen(): boolean {
    return this.#paused === undefined;
  }

  /** Resolves when it is the caller's turn, who then has to tell how it went. @throws what the signal was aborted with */
  turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#paused === undefined) return Promise.resolve();
    if (this.#isProbeDue) {
      this.#isProbeDue = false;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const pass = (): void => {
        stay();
        resolve();
      };
      const stay = onAbort(signal, () => {
        this.#waiting.delete(pass);
        reject(signal.reason);
      });
      this.#waiting.add(pass);
    });
  }

  /** A record was answered: nothing is wrong. */
  passed(): void {
    this.#note(false);
    if (this.#paused !== undefined) this.#resume();
  }

  /** A record failed for good. @returns whether that may be believed; false while most of them do */
  refused(): boolean {
    if (this.#paused !== undefined && this.#tooMany < 1) {
      this.#pause(this.#paused);
      return false;
    }
    if (this.#paused !== undefined) this.#resume();
    this.#note(true);
    if (this.#fates.length < FEWEST || this.#failures <= this.#fates.length * this.#tooMany) return true;
    this.#pause('failures');
    return false;
  }

  /** The endpoint takes nothing. @param retryAfterMs when it says it will */
  stopped(retryAfterMs: number | undefined): void {
    this.#pause('endpoint', retryAfterMs);
  }

  /** Nothing was learned about the endpoint. */
  unsure(): void {
    if (this.#paused !== undefined) this.#pause(this.#paused);
  }

  close(): void {
    this.#cancelTimer?.();
  }

  #note(failed: boolean): void {
    if (this.#fates[this.#oldest] === true) this.#failures -= 1;
    if (failed) this.#failures += 1;
    this.#fates[this.#oldest] = failed;
    this.#oldest = (this.#oldest + 1) % WINDOW;
  }

  #pause(reason: PauseReason, retryAfterMs = 0): void {
    if (this.#paused === undefined) this.#changed(reason);
    this.#paused ??= reason;
    if (this.#cancelTimer !== undefined) return;
    const wait = Math.max(retryAfterMs, this.#probeMs * (0.5 + this.#clock.random() / 2));
    this.#probeMs = Math.min(this.#probeMs * 2, LONGEST_PROBE_MS);
    this.#cancelTimer = this.#clock.at(this.#clock.now() + wait, () => {
      this.#cancelTimer = undefined;
      this.#probe();
    });
  }

  /** One goes; where none waits, the next that comes. */
  #probe(): void {
    const [first] = this.#waiting;
    this.#isProbeDue = first === undefined;
    if (first === undefined) return;
    this.#waiting.delete(first);
    first();
  }

  #resume(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#isProbeDue = false;
    this.#paused = undefined;
    this.#probeMs = FIRST_PROBE_MS;
    this.#fates = [];
    this.#oldest = 0;
    this.#failures = 0;
    this.#changed(undefined);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const pass of waiting) pass();
  }
}

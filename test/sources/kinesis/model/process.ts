import type { Clock } from '../../../../src/kernel/clock.ts';
import type { HeapClock } from '../../../support/heap-clock.ts';

type Run = () => void;

/**
 * What a worker runs in: everything that it hears, of timers and of answers, comes through here, so that it can be stopped as by
 * SIGSTOP and be killed as by SIGKILL. What it has sent is carried out all the same.
 */
export class Process {
  readonly clock: Clock;
  readonly #base: HeapClock;
  #isDead = false;
  #isFrozen = false;
  /** What came while it was frozen. */
  #timers: Run[] = [];
  #answers: Run[] = [];

  /** @param aheadMs its monotonic clock has a zero of its own, as on every machine */
  constructor(base: HeapClock, aheadMs: number) {
    this.#base = base;
    this.clock = {
      now: () => base.now() + aheadMs,
      wallNow: () => base.wallNow(),
      random: () => base.random(),
      at: (time, fire) => this.#at(time - aheadMs, fire),
      afterIoTurn: (fire) => void this.#at(base.now(), fire),
    };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  /** @param timersFirst in which order it hears of what has come meanwhile; Node has timers first, mostly */
  thaw(timersFirst = true): void {
    this.#isFrozen = false;
    const [timers, answers] = [this.#timers.splice(0), this.#answers.splice(0)];
    // One after the other, and all that follows from one before the next.
    for (const run of timersFirst ? [...timers, ...answers] : [...answers, ...timers])
      this.#base.at(this.#base.now(), () => this.#hear(run, this.#timers));
  }

  kill(): void {
    this.#isDead = true;
    this.#timers = [];
    this.#answers = [];
  }

  /** `target` as it is reached from within. */
  reaching<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (this.#isDead) return new Promise(() => {});
          const answer: unknown = value.apply(target, args);
          return answer instanceof Promise ? this.#answerOf(answer) : answer;
        };
      },
    });
  }

  #answerOf<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      answer.then(
        (told) => this.#hear(() => resolve(told), this.#answers),
        (thrown: unknown) => this.#hear(() => reject(thrown), this.#answers),
      );
    });
  }

  #at(time: number, fire: Run): () => void {
    let isCancelled = false;
    const run = (): void => {
      if (!isCancelled) fire();
    };
    const cancel = this.#base.at(time, () => this.#hear(run, this.#timers));
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  #hear(run: Run, waiting: Run[]): void {
    if (this.#isDead) return;
    if (this.#isFrozen) waiting.push(run);
    else run();
  }
}

import type { Clock } from '../../../../src/kernel/clock.ts';
import type { VirtualClock } from '../../../support/virtual-clock.ts';

/** What a worker lives in: it can be stopped for a while, as SIGSTOP would, and killed. While it is stopped no timer and no answer reaches it. */
export class Process {
  readonly clock: Clock;
  #isDead = false;
  #isStopped = false;
  #waiting: (() => void)[] = [];

  constructor(clock: VirtualClock) {
    this.clock = {
      now: () => clock.now(),
      wallNow: () => clock.wallNow(),
      random: () => clock.random(),
      at: (time, fire) => {
        let isOn = true;
        const cancel = clock.at(time, () => this.#reach(() => isOn && fire()));
        return () => {
          isOn = false;
          cancel();
        };
      },
      afterIoTurn: (fire) => clock.afterIoTurn(() => this.#reach(fire)),
    };
  }

  kill(): void {
    this.#isDead = true;
    this.#waiting = [];
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** What came meanwhile comes now, in order. */
  goOn(): void {
    this.#isStopped = false;
    for (const reach of this.#waiting.splice(0)) this.#reach(reach);
  }

  /** Everything asked of `target` answers in this process, if it still lives. */
  around<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (this.#isDead) return new Promise(() => {});
          const answer: unknown = value.apply(target, args);
          return answer instanceof Promise ? this.answer(answer) : answer;
        };
      },
    });
  }

  answer<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (told) => this.#reach(() => resolve(told)),
        (thrown: unknown) => this.#reach(() => reject(thrown)),
      );
    });
  }

  #reach(what: () => void): void {
    if (this.#isDead) return;
    if (this.#isStopped) this.#waiting.push(what);
    else what();
  }
}

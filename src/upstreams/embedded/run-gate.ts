const RUNNING = 0;
const SHUT = 1;

/** A run takes some 15 ms and the model's start some 300 ms; beyond this something else is wrong. */
const LONGEST_WAIT_MS = 2000;

/**
 * Between two threads: lets one of them run native code only until the other shuts the gate. A thread that is stopped within
 * the runtime's native code takes the whole process down (its result cannot be made into a JavaScript value any more, which it
 * answers with abort), so whoever stops the thread must know that it is outside.
 */
export class RunGate {
  /** To be handed to the other thread, for a gate of its own. */
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array<SharedArrayBuffer>;

  constructor(memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** Does `work`, inside. Rejects without doing it once the gate is shut. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    Atomics.add(this.#cells, RUNNING, 1);
    try {
      // Only after the count has gone up: whoever shuts the gate now will see it.
      if (Atomics.load(this.#cells, SHUT) === 1) throw new Error('the model is stopping');
      return await work();
    } finally {
      Atomics.sub(this.#cells, RUNNING, 1);
      Atomics.notify(this.#cells, RUNNING);
    }
  }

  shut(): void {
    Atomics.store(this.#cells, SHUT, 1);
  }

  /** Blocks this thread until no work is under way in the other, or for two seconds. */
  waitUntilIdle(): void {
    const deadline = performance.now() + LONGEST_WAIT_MS;
    for (;;) {
      const running = Atomics.load(this.#cells, RUNNING);
      const left = deadline - performance.now();
      if (running === 0 || left <= 0) return;
      Atomics.wait(this.#cells, RUNNING, running, left);
    }
  }
}

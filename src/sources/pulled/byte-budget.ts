interface Waiting {
  readonly bytes: number;
  readonly grant: () => void;
}

/** Bytes that may be held at once; who asks for more than there are waits, first come, first served. */
export class ByteBudget {
  readonly #limit: number;
  readonly #waiting: Waiting[] = [];
  #held = 0;

  /** @param limit in bytes; a larger request is granted when nothing else is held */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  /** Resolves when so many bytes are the caller's. @throws what the signal was aborted with */
  take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.length === 0 && this.#hasRoom(bytes)) {
      this.#held += bytes;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const index = this.#waiting.indexOf(waiting);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal.reason);
        this.#grant();
      };
      const waiting: Waiting = {
        bytes,
        grant: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  /** What was taken turned out to be so many bytes more (or, where negative, fewer). */
  correct(bytes: number): void {
    this.#held += bytes;
    if (bytes < 0) this.#grant();
  }

  giveBack(bytes: number): void {
    this.correct(-bytes);
  }

  #hasRoom(bytes: number): boolean {
    return this.#held === 0 || this.#held + bytes <= this.#limit;
  }

  #grant(): void {
    for (let first = this.#waiting[0]; first !== undefined && this.#hasRoom(first.bytes); first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#held += first.bytes;
      first.grant();
    }
  }
}

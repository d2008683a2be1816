/** How many uploads are under way at once, so that what is read does not run away from what is uploaded: each holds files open. */
const MOST = 16;

/** Counts uploads, and lets those who would begin something that ends in one wait until there are fewer. */
export class Uploads {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Resolves when there are few enough. They end whatever becomes of the job, so it does, too. */
  async room(): Promise<void> {
    while (this.#count >= MOST) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async run<T>(upload: () => Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await upload();
    } finally {
      this.#count -= 1;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    }
  }
}

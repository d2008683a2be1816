/** Runs tasks of one key one after the other, of different keys side by side. */
export class InTurn {
  readonly #last = new Map<string, Promise<void>>();

  run(key: string, task: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key);
    const own = before === undefined ? task() : before.then(task);
    const settled = own
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return own;
  }
}

/** Weight that the past keeps at each call: the memory is about fifty calls. */
const KEEP = 0.98;

/** What share of the time all slots of the upstream were taken, lately. */
export class Busyness {
  #busyMs = 0;
  #allMs = 0;
  #since = 0;
  #busy = false;

  /** From 0 to 1. */
  get share(): number {
    return this.#allMs === 0 ? 0 : this.#busyMs / this.#allMs;
  }

  /** From now on all slots are taken, or not; a call was sent, or landed. */
  now(busy: boolean, now: number): void {
    const lasted = this.#since === 0 ? 0 : now - this.#since;
    this.#busyMs = KEEP * this.#busyMs + (this.#busy ? lasted : 0);
    this.#allMs = KEEP * this.#allMs + lasted;
    this.#since = now;
    this.#busy = busy;
  }
}

import { MOST_ITEMS } from '../cells/cell.ts';
import { CorkOptimizer } from './cork-optimizer.ts';
import { OneCall } from './one-call.ts';

/** Between two looks at the line. */
const TICK_MS = 1;
const DECAY = 0.95;

/**
 * BentoML's CORK dispatcher, one call at once, its `max_latency` the cell's deadline: it looks at the line every millisecond, drops
 * the first while the whole line would take too long for it, and waits as long as those who wait lose less time together than calls
 * have been waited for of late. After bentoml/BentoML, src/bentoml/_internal/marshal/dispatcher.py at 32230a5276a8; in its training
 * the calls go as they come.
 */
export class Cork extends OneCall {
  readonly #optimizer = new CorkOptimizer(this.world.cell.deadlineMs);
  #waitedMs = 0;
  #sentAt = 0;

  protected onArrival(): void {
    if (this.wakeAt === Number.POSITIVE_INFINITY) this.#look();
  }

  protected onLanding(size: number): void {
    const { now } = this.world;
    this.#optimizer.landed({ size, waitedMs: this.#waitedMs, tookMs: now - this.#sentAt }, now);
  }

  protected onWake(): void {
    this.#look();
  }

  #look(): void {
    this.#dropHopeless();
    if (this.line.size === 0) return;
    if (!this.busy && !this.#isWorthWaiting()) {
      this.#sentAt = this.world.now;
      this.#waitedMs = this.#ageOf(0);
      this.send(MOST_ITEMS);
    }
    if (this.line.size > 0) this.wakeAt = this.world.now + TICK_MS;
  }

  #dropHopeless(): void {
    const { perItemMs, baseMs, isTraining } = this.#optimizer;
    const most = this.world.cell.deadlineMs;
    while (this.line.size > 0) {
      const { size } = this.line;
      const expectedMs = isTraining || (size === 1 && this.busy) ? 0 : perItemMs * size + baseMs;
      if ((size === 1 && !this.busy) || this.#ageOf(0) + expectedMs < most) return;
      this.world.refused(this.line.at(0));
      this.line.drop(1);
    }
  }

  #isWorthWaiting(): boolean {
    const { perItemMs, waitMs, isTraining } = this.#optimizer;
    const { size } = this.line;
    if (isTraining || size >= MOST_ITEMS) return false;
    return size * (this.#ageOf(size - 1) + TICK_MS + perItemMs) <= waitMs * DECAY;
  }

  #ageOf(place: number): number {
    return this.world.now - (this.world.requests.arrivedAt[this.line.at(place)] as number);
  }
}

import { MOST_ITEMS } from '../cells/cell.ts';
import { OneCall } from './one-call.ts';

/**
 * Triton's dynamic batcher with its defaults, one instance and no queue delay: the batch that is prefetched while the instance works
 * takes in what comes until it is full or the instance turns to it, which is at once. It runs in the model's own server. After
 * triton-inference-server/core, src/dynamic_batch_scheduler.cc at 73aad7c3348d.
 */
export class Triton extends OneCall {
  readonly isAtDevice = true;

  protected onArrival(): void {
    this.#consider();
  }

  protected onLanding(): void {
    this.#consider();
  }

  protected onWake(): void {}

  #consider(): void {
    if (!this.busy && this.line.size > 0) this.send(MOST_ITEMS);
  }
}

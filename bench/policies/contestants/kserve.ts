import { OneCall } from './one-call.ts';

const MAX_BATCH_SIZE = 32;
const MAX_LATENCY_MS = 5000;

/**
 * The batcher of KServe's agent with its defaults: a batch goes at 32 requests, or 5 s after its first was taken out of the
 * channel, which nobody reads while a call is under way. After kserve/kserve, pkg/batcher/handler.go at aaac4e294dae.
 */
export class Kserve extends OneCall {
  #since = 0;

  protected onArrival(): void {
    if (this.line.size === 1 && !this.busy) this.#since = this.world.now;
    this.#consider();
  }

  protected onLanding(): void {
    this.#since = this.world.now;
    this.#consider();
  }

  protected onWake(): void {
    this.#consider();
  }

  #consider(): void {
    if (this.busy || this.line.size === 0) return;
    const dueAt = this.#since + MAX_LATENCY_MS;
    if (this.line.size >= MAX_BATCH_SIZE || this.world.now >= dueAt) this.send(MAX_BATCH_SIZE);
    else this.wakeAt = dueAt;
  }
}

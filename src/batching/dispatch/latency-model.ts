/** Weight that an observation keeps when the next one comes: the memory is about fifty calls. */
const KEEP = 0.98;

/**
 * Learns latency(batch) = base + perCost * cost from the calls made: least squares with exponential forgetting. While all
 * calls were alike the two can not be told apart; then the slope last known is kept, or half of the latency is taken for fixed.
 */
export class LatencyModel {
  #weight = 0;
  #cost = 0;
  #latency = 0;
  #costCost = 0;
  #costLatency = 0;
  #slope: number | undefined;

  /** One successful call of `cost` units that took the upstream `latencyMs`. */
  observe(cost: number, latencyMs: number): void {
    this.#weight = this.#weight * KEEP + 1;
    this.#cost = this.#cost * KEEP + cost;
    this.#latency = this.#latency * KEEP + latencyMs;
    this.#costCost = this.#costCost * KEEP + cost * cost;
    this.#costLatency = this.#costLatency * KEEP + cost * latencyMs;
    const meanCost = this.#cost / this.#weight;
    const variance = this.#costCost / this.#weight - meanCost * meanCost;
    if (variance > 0.01 * meanCost * meanCost) {
      const covariance = this.#costLatency / this.#weight - meanCost * (this.#latency / this.#weight);
      this.#slope = Math.max(0, covariance / variance);
    }
  }

  get known(): boolean {
    return this.#weight > 0;
  }

  /** Fixed cost of a call, in milliseconds; 0 before the first observation. */
  get baseMs(): number {
    if (!this.known) return 0;
    return Math.max(0, this.#latency / this.#weight - this.perCostMs * (this.#cost / this.#weight));
  }

  /** Milliseconds for each unit of cost. */
  get perCostMs(): number {
    if (!this.known) return 0;
    return this.#slope ?? (0.5 * this.#latency) / Math.max(this.#cost, Number.MIN_VALUE);
  }

  /** Expected latency of a call of `cost` units, in milliseconds. */
  predict(cost: number): number {
    return this.baseMs + this.perCostMs * cost;
  }
}

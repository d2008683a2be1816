/** The memory is about this many calls. */
const MEMORY = 12;
/** What is taken for the size of residuals before any were seen: a few in a row are no drift. */
const UNSEEN = 0.4;
/** Scatter alone leaves the tracking signal below this, nearly always. */
const SCATTER = 0.5;
/** The most of a residual that is taken for drift. */
const GAIN = 0.15;

/**
 * How much of a residual is a slow drift of the upstream: most when the residuals have lately been on one side (Trigg and
 * Leach, "Exponential smoothing with an adaptive response rate", Operational Research Quarterly 18, 1967).
 */
export class Drift {
  #mean = 0;
  #absolute = UNSEEN;

  /** @returns by how much all predictions should move, as a natural logarithm */
  observe(residual: number): number {
    this.#mean += (residual - this.#mean) / MEMORY;
    this.#absolute += (Math.abs(residual) - this.#absolute) / MEMORY;
    const signal = Math.abs(this.#mean) / this.#absolute;
    return (GAIN * residual * Math.max(0, signal - SCATTER)) / (1 - SCATTER);
  }
}

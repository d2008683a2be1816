/** The memory is about this many calls. */
const MEMORY = 80;
/** So many calls are waited for before anything is said. */
const ENOUGH = 24;
/** Taken for padding when its errors are below this part of the other's, and no longer when above the second. */
const CLEARLY = 0.88;
const HARDLY = 0.97;
/** Errors are compared after adding this: between two good explanations there is nothing to choose. */
const GOOD = 0.01;
/** A stall is a stall by either measure. */
const MOST = 1;

/** Which explains the calls better: the sum of their costs, or what they are when padded to the longest item. */
export class Padding {
  #calls = 0;
  #ofCost = 0;
  #ofPadded = 0;
  #costs = false;

  /** Whether calls cost what they are when padded. */
  get costs(): boolean {
    return this.#costs;
  }

  /** How far a call was from what either measure said, as the natural logarithm of observed / expected. */
  observe(byCost: number, byPadded: number): void {
    this.#calls = Math.min(MEMORY, this.#calls + 1);
    this.#ofCost += (Math.min(MOST, Math.abs(byCost)) - this.#ofCost) / this.#calls;
    this.#ofPadded += (Math.min(MOST, Math.abs(byPadded)) - this.#ofPadded) / this.#calls;
    const threshold = this.#costs ? HARDLY : CLEARLY;
    this.#costs = this.#calls >= ENOUGH && this.#ofPadded + GOOD < threshold * (this.#ofCost + GOOD);
  }
}

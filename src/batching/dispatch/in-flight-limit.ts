import { Ceiling } from './ceiling.ts';
import { Concurrency } from './concurrency.ts';
import type { Observed } from './underway.ts';

/** What may be sent: any batch, one to be at hand when a slot comes free, or none. */
export type Room = 'any' | 'ahead' | 'none';

/** How things stand when somebody asks for room. */
export interface Crowd {
  readonly underWay: number;
  /** Of the call that lands first, what it has left to do as a share of what a call takes. */
  readonly rest: number;
  /** Whether there is time for finding things out: nothing is stuck, and nobody has to be done soon. */
  readonly calm: boolean;
}

/**
 * Calls at once. `auto` is as many as the upstream works on at once, and one more to be at hand when a slot comes free: a full
 * batch, as a part batch would mostly just split what should go together (on a serial device 8 + 8 is far slower than 16). Never more than an endpoint lets in. A number stays what it is, for any batch.
 */
export class InFlightLimit {
  readonly #fixed: number | undefined;
  readonly #concurrency = new Concurrency();
  readonly #ceiling = new Ceiling();

  constructor(maxInFlight: number | 'auto') {
    this.#fixed = maxInFlight === 'auto' ? undefined : maxInFlight;
  }

  get learns(): boolean {
    return this.#fixed === undefined;
  }

  /** How many the upstream works on at once, as far as is known, and as far as it may. */
  get slots(): number {
    return Math.min(this.#concurrency.slots, this.#allowed);
  }

  /** The most calls at once. */
  get most(): number {
    return this.#fixed ?? Math.min(this.#concurrency.most, this.#allowed);
  }

  /** Among how many calls what there is should be shared out: those at once, with one more where that is to be tried. */
  get shares(): number {
    return Math.min(this.#concurrency.slots + (this.#concurrency.trialDue ? 1 : 0), this.#allowed);
  }

  room({ underWay, rest, calm }: Crowd, now: number): Room {
    if (this.#fixed !== undefined) return underWay < this.#fixed ? 'any' : 'none';
    const { slots } = this.#concurrency;
    if (underWay >= this.#ceiling.at(now) || (calm && this.#concurrency.dips(underWay))) return 'none';
    if (underWay < slots || this.#concurrency.tries(underWay, rest)) return 'any';
    return underWay === slots || this.#concurrency.triesFull(underWay) ? 'ahead' : 'none';
  }

  get #allowed(): number {
    return this.#fixed ?? this.#ceiling.calls;
  }

  /** The upstream was found to work on one more at once. */
  oneMore(): void {
    this.#concurrency.oneMore();
  }

  sent(underWay: number, full: boolean): void {
    this.#concurrency.sent(underWay, full);
  }

  passed(observed: Observed): void {
    this.#ceiling.passed();
    this.#concurrency.observe(observed);
  }

  /** A call was throttled that was sent while `ahead` others were under way. */
  throttled(ahead: number, now: number): void {
    this.#ceiling.throttled(ahead, now);
  }
}

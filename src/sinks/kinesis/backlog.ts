import { type CallCaps, Lanes, type Parcel } from './lanes.ts';

/** What is to be sent now: records under suspicion first, each set of them with nothing else, then the lanes. */
export class Backlog {
  readonly lanes: Lanes;
  readonly #caps: CallCaps;
  readonly #suspects: Parcel[][] = [];

  constructor(keepsOrder: boolean, caps: CallCaps) {
    this.lanes = new Lanes(keepsOrder);
    this.#caps = caps;
  }

  get isEmpty(): boolean {
    return this.#suspects.length === 0 && this.lanes.isIdle;
  }

  /** Whether the next call would not gather more by waiting. */
  get isWhole(): boolean {
    return this.#suspects.length > 0 || this.lanes.fill(this.#caps);
  }

  /** The records of the next call. */
  take(): Parcel[] {
    return this.#suspects.pop() ?? this.lanes.take(this.#caps);
  }

  /** One of these is at fault: each half is sent by itself. */
  halve(parcels: readonly Parcel[]): void {
    const half = Math.ceil(parcels.length / 2);
    this.#suspects.push(parcels.slice(half), parcels.slice(0, half));
  }
}

import type { Clock } from '../../kernel/clock.ts';
import { backoffMs } from '../backoff.ts';
import type { Parcel } from './lanes.ts';

/** Those that are due within one such time go together: it bounds the calls that many single failures can cause. */
const GATHER_MS = 50;

interface Slot {
  readonly parcels: Parcel[];
  readonly cancel: () => void;
}

/** Records that failed by themselves, each waiting for a time of its own: which shard had no room for them, Kinesis does not say. */
export class Retries {
  readonly #clock: Clock;
  readonly #due: (parcels: readonly Parcel[]) => void;
  readonly #slots = new Map<number, Slot>();

  constructor(clock: Clock, due: (parcels: readonly Parcel[]) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  add(parcel: Parcel): void {
    parcel.failures += 1;
    const from = this.#clock.now() + backoffMs(parcel.failures, this.#clock.random());
    const time = (Math.floor(from / GATHER_MS) + 1) * GATHER_MS;
    const slot = this.#slots.get(time) ?? this.#open(time);
    slot.parcels.push(parcel);
  }

  close(): void {
    for (const { cancel } of this.#slots.values()) cancel();
    this.#slots.clear();
  }

  #open(time: number): Slot {
    const parcels: Parcel[] = [];
    const cancel = this.#clock.at(time, () => {
      this.#slots.delete(time);
      this.#due(parcels);
    });
    const slot = { parcels, cancel };
    this.#slots.set(time, slot);
    return slot;
  }
}

import { Fifo } from '../../../kernel/fifo.ts';
import type { Checkpoint } from '../lease-port.ts';

/** Where something stands in a shard. */
export interface Place {
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  /** When it came into the stream, in milliseconds since the Unix epoch. */
  readonly arrivedAt?: number;
}

export interface Tracked {
  readonly place: Place;
  /** Whether what says so is durable; once it is, the tracker is told to advance. */
  readonly isDone: boolean;
}

/**
 * Up to where a shard is done. What is tracked is told in the order in which it was read, and is done in any; a checkpoint may
 * only ever stand where everything before it is done: that is what at-least-once rests on.
 */
export class ShardTracker {
  readonly #tracked = new Fifo<Tracked>();
  #reached: Place | undefined;
  /** At that place. */
  #contiguous: Checkpoint | undefined;

  add(tracked: Tracked): void {
    this.#tracked.push(tracked);
  }

  /** There is nothing to be done up to here, but for what is still under way. */
  skip(sequenceNumber: string): void {
    this.#tracked.push({ place: { sequenceNumber, subSequenceNumber: 0 }, isDone: true });
    this.advance();
  }

  /** Something is done. */
  advance(): void {
    for (let { first } = this.#tracked; first?.isDone === true; first = this.#tracked.first) {
      this.#reached = first.place;
      this.#contiguous = undefined;
      this.#tracked.drop();
    }
  }

  /** The last place before which everything is done, the same object until that is another; undefined while there is none. */
  get contiguous(): Checkpoint | undefined {
    if (this.#reached === undefined) return undefined;
    const { sequenceNumber, subSequenceNumber } = this.#reached;
    this.#contiguous ??= { kind: 'record', sequenceNumber, subSequenceNumber };
    return this.#contiguous;
  }

  /** The first that is not done. */
  get oldest(): Place | undefined {
    return this.#tracked.first?.place;
  }

  get isIdle(): boolean {
    return this.#tracked.first === undefined;
  }
}

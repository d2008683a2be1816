import { Fifo } from '../../../kernel/fifo.ts';
import type { Checkpoint } from '../lease-port.ts';
import type { Entry } from '../records/entry.ts';

interface Tracked {
  readonly entry: Entry | undefined;
  readonly checkpoint: Checkpoint;
  isDone: boolean;
}

/**
 * Up to where a shard is done. Entries are told in the order in which they were read, and are done in any; a checkpoint may
 * only ever stand where everything before it is done: that is what at-least-once rests on.
 */
export class ShardTracker {
  readonly #tracked = new Fifo<Tracked>();
  #contiguous: Checkpoint | undefined;

  /** @param checkpoint what may be stored once it is done, too. @returns what to call once it is done, that is durable; again does nothing */
  add(entry: Entry, checkpoint: Checkpoint): () => void {
    return this.#push({ entry, checkpoint, isDone: false });
  }

  /** A record that holds nothing to be done. */
  skip(checkpoint: Checkpoint): void {
    this.#push({ entry: undefined, checkpoint, isDone: true });
    this.#advance();
  }

  /** The last place before which everything is done; undefined while there is none. */
  get contiguous(): Checkpoint | undefined {
    return this.#contiguous;
  }

  /** The first that is not done. */
  get oldest(): Entry | undefined {
    return this.#tracked.first?.entry;
  }

  get isIdle(): boolean {
    return this.#tracked.first === undefined;
  }

  #push(tracked: Tracked): () => void {
    this.#tracked.push(tracked);
    return () => {
      tracked.isDone = true;
      this.#advance();
    };
  }

  #advance(): void {
    for (let { first } = this.#tracked; first?.isDone === true; first = this.#tracked.first) {
      this.#contiguous = first.checkpoint;
      this.#tracked.drop();
    }
  }
}

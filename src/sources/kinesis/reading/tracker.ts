import type { Checkpoint } from '../lease-port.ts';
import type { Entry } from '../records/entry.ts';

interface Tracked {
  readonly entry: Entry | undefined;
  readonly checkpoint: Checkpoint;
  isDone: boolean;
}

/** Forgotten entries are cut off once so many have gathered, which keeps the cost of each constant. */
const COMPACT_AT = 1024;

/**
 * Up to where a shard is done. Entries are told in the order in which they were read, and are done in any; a checkpoint may
 * only ever stand where everything before it is done: that is what at-least-once rests on.
 */
export class ShardTracker {
  #tracked: Tracked[] = [];
  #head = 0;
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
    return this.#tracked[this.#head]?.entry;
  }

  get isIdle(): boolean {
    return this.#head === this.#tracked.length;
  }

  #push(tracked: Tracked): () => void {
    this.#tracked.push(tracked);
    return () => {
      tracked.isDone = true;
      this.#advance();
    };
  }

  #advance(): void {
    for (;;) {
      const first = this.#tracked[this.#head];
      if (first?.isDone !== true) break;
      this.#contiguous = first.checkpoint;
      this.#head += 1;
    }
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#tracked.length) return;
    this.#tracked = this.#tracked.slice(this.#head);
    this.#head = 0;
  }
}

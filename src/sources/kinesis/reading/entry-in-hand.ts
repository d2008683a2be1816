import type { EntryOwner } from '../delivery/errand.ts';
import type { Entry } from '../records/entry.ts';
import type { RecordHold } from './record-hold.ts';
import type { Tracked } from './tracker.ts';

/** An entry from when it is begun until it is done, or given up. */
export class EntryInHand implements Tracked, EntryOwner {
  readonly place: Entry;
  readonly #hold: RecordHold;
  readonly #listener: EntryOwner;
  isDone = false;
  #isTaken = false;

  /** @param listener told of being taken only once, at the end if not before */
  constructor(entry: Entry, hold: RecordHold, listener: EntryOwner) {
    this.place = entry;
    this.#hold = hold;
    this.#listener = listener;
  }

  taken(): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    this.#listener.taken();
  }

  done(): void {
    this.isDone = true;
    this.#hold.leave();
    this.#listener.done();
    this.taken();
  }

  givenUp(thrown: unknown): void {
    this.#hold.leave();
    this.#listener.givenUp(thrown);
    this.taken();
  }
}

import type { Clock } from '../../../kernel/clock.ts';
import type { ObjectAddress } from './address.ts';
import type { FilePart, NewObject, ObjectFacts, ObjectPage, ObjectStore } from './object-store.ts';
import { Tries } from './tries.ts';

/** A store that is asked again, after a pause, for what it did not do for a reason that passes. Reading is for whoever reads to begin again. */
export class PersistentStore implements ObjectStore {
  readonly #inner: ObjectStore;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  /** @param signal ends the pauses */
  constructor(inner: ObjectStore, clock: Clock, signal: AbortSignal) {
    this.#inner = inner;
    this.#clock = clock;
    this.#signal = signal;
  }

  head(address: ObjectAddress): Promise<ObjectFacts | undefined> {
    return this.#again(() => this.#inner.head(address));
  }

  list(address: ObjectAddress, next?: string): Promise<ObjectPage> {
    return this.#again(() => this.#inner.list(address, next));
  }

  read(address: ObjectAddress, etag: string, from: number): Promise<AsyncIterable<Uint8Array>> {
    return this.#inner.read(address, etag, from);
  }

  put(object: NewObject, file: FilePart): Promise<void> {
    return this.#again(() => this.#inner.put(object, file));
  }

  beginParts(object: NewObject): Promise<string> {
    return this.#again(() => this.#inner.beginParts(object));
  }

  putPart(address: ObjectAddress, upload: string, number: number, part: FilePart): Promise<string> {
    return this.#again(() => this.#inner.putPart(address, upload, number, part));
  }

  completeParts(address: ObjectAddress, upload: string, parts: readonly string[]): Promise<void> {
    return this.#again(() => this.#inner.completeParts(address, upload, parts));
  }

  abortParts(address: ObjectAddress, upload: string): Promise<void> {
    return this.#again(() => this.#inner.abortParts(address, upload));
  }

  close(): void {
    this.#inner.close();
  }

  async #again<T>(call: () => Promise<T>): Promise<T> {
    const tries = new Tries(this.#clock, this.#signal);
    for (;;) {
      try {
        return await call();
      } catch (thrown) {
        await tries.failed(thrown);
      }
    }
  }
}

import type { ObjectAddress } from './address.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Finds out, before anything is sent, whether objects may be written: an upload is begun and thrown away. Else a want of rights would
 * show when all the work is done. Once for each bucket.
 */
export class WritePermission {
  readonly #store: ObjectStore;
  readonly #byBucket = new Map<string, Promise<void>>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** @throws {StoreError} */
  check(address: ObjectAddress): Promise<void> {
    const checked = this.#byBucket.get(address.bucket) ?? this.#try(address);
    this.#byBucket.set(address.bucket, checked);
    return checked;
  }

  async #try(address: ObjectAddress): Promise<void> {
    const upload = await this.#store.beginParts({ address, metadata: {} });
    await this.#store.abortParts(address, upload);
  }
}

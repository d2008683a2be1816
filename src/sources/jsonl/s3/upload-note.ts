import { readFile, rm, writeFile } from 'node:fs/promises';
import type { ObjectAddress } from './address.ts';
import type { ObjectStore } from './object-store.ts';
import { StoreError } from './store-error.ts';

interface Noted {
  readonly address: ObjectAddress;
  readonly upload: string;
}

/** The upload in parts that is under way, in a file. */
export class UploadNote {
  readonly #path: string;
  readonly #store: ObjectStore;

  constructor(path: string, store: ObjectStore) {
    this.#path = path;
    this.#store = store;
  }

  async write(address: ObjectAddress, upload: string): Promise<void> {
    const noted: Noted = { address, upload };
    await writeFile(this.#path, JSON.stringify(noted));
  }

  async forget(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  /** Throws the parts away of an upload that was noted, if there is one. @throws {StoreError} */
  async abandon(): Promise<void> {
    const noted = await this.#read();
    if (noted === undefined) return;
    await this.#store.abortParts(noted.address, noted.upload).catch((thrown: unknown) => {
      if (!(thrown instanceof StoreError) || thrown.code !== 'missing') throw thrown;
    });
    await this.forget();
  }

  /** One torn by a kill was never begun to be used. */
  async #read(): Promise<Noted | undefined> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as Noted;
    } catch {
      return undefined;
    }
  }
}

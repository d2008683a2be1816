import type { Clock } from '../../../kernel/clock.ts';
import { counted } from '../input/counted.ts';
import type { FileInput } from '../input/file-input.ts';
import { type ObjectAddress, shown } from './address.ts';
import type { ObjectFacts, ObjectStore } from './object-store.ts';
import { StoreError } from './store-error.ts';
import { Tries } from './tries.ts';

export interface ObjectInputParts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Aborted when nothing more is to be read. */
  readonly signal: AbortSignal;
}

/** Of what is known of an object, as much as it takes to read it. */
export type Readable = Pick<ObjectFacts, 'etag' | 'bytes'>;

/**
 * An object as it was when it was looked at. A connection that breaks is gone on with at the byte reached, for as long as any bytes
 * come in between. @throws {StoreError} `changed` when the object is another by now; `passing` when nothing has come for many tries
 */
export function objectInput(address: ObjectAddress, { etag, bytes }: Readable, parts: ObjectInputParts): FileInput {
  const open = () => counted(chunksOf(address, { etag, bytes }, parts));
  return { name: shown(address), bytes, version: etag, open };
}

async function* chunksOf(
  address: ObjectAddress,
  { etag, bytes }: Readable,
  { store, clock, signal }: ObjectInputParts,
): AsyncGenerator<Uint8Array> {
  const tries = new Tries(clock, signal);
  let reached = 0;
  while (reached < bytes) {
    try {
      for await (const chunk of await store.read(address, etag, reached)) {
        tries.succeeded();
        reached += chunk.length;
        yield chunk;
      }
      if (reached < bytes) throw new StoreError('passing', `${shown(address)}: ended at byte ${reached} of ${bytes}`);
    } catch (thrown) {
      // All of it came, and is not what it should be: its checksum is wrong.
      if (reached >= bytes && thrown instanceof StoreError) throw new StoreError('refused', thrown.message, thrown);
      await tries.failed(thrown);
    }
  }
}

import { stat } from 'node:fs/promises';
import { shown } from './address.ts';
import type { NewObject, ObjectStore } from './object-store.ts';
import { StoreError } from './store-error.ts';
import type { UploadNote } from './upload-note.ts';

export interface UploadOptions {
  /** What is at least as large is uploaded in parts of that size, in bytes; from 5 MiB on, but for the last. @default 64 MiB */
  readonly partBytes?: number;
}

const PART_BYTES = 64 * 1024 * 1024;
/** More than S3 takes. */
const MOST_PARTS = 10_000;

/**
 * Makes an object of a file; there is all of it, or what was there before.
 * @param note remembers an upload in parts, so that one whose process is killed is thrown away by the next: S3 keeps its parts for ever
 * @throws {StoreError}
 */
export async function upload(
  store: ObjectStore,
  object: NewObject,
  path: string,
  note: UploadNote,
  { partBytes = PART_BYTES }: UploadOptions = {},
): Promise<void> {
  const { size } = await stat(path);
  await note.abandon();
  if (size < partBytes) return store.put(object, { path, start: 0, bytes: size });
  const { address } = object;
  const id = await store.beginParts(object);
  await note.write(address, id);
  const each = Math.max(partBytes, Math.ceil(size / MOST_PARTS));
  const parts: string[] = [];
  try {
    for (let start = 0; start < size; start += each)
      parts.push(await store.putPart(address, id, parts.length + 1, { path, start, bytes: Math.min(each, size - start) }));
    await complete(store, object, id, parts);
  } catch (thrown) {
    // What failed is told, not what failed after it; the note stays then.
    await note.abandon().catch(() => {});
    throw thrown;
  }
  await note.forget();
}

/** Where the answer to a completion is lost, the next finds no upload any more, but an object. */
async function complete(store: ObjectStore, { address, metadata }: NewObject, id: string, parts: string[]): Promise<void> {
  try {
    await store.completeParts(address, id, parts);
  } catch (thrown) {
    if (!(thrown instanceof StoreError) || thrown.code !== 'missing') throw thrown;
    const there = await store.head(address);
    const isOurs = there !== undefined && Object.entries(metadata).every(([name, value]) => there.metadata[name] === value);
    if (!isOurs) throw new StoreError('refused', `${shown(address)}: its upload was ended by somebody else`, thrown);
  }
}

import { readFileSync } from 'node:fs';
import { type ObjectAddress, shown } from '../../../src/sources/jsonl/s3/address.ts';
import type { FilePart, NewObject, ObjectFacts, ObjectPage, ObjectStore } from '../../../src/sources/jsonl/s3/object-store.ts';
import { StoreError } from '../../../src/sources/jsonl/s3/store-error.ts';
import { Contents, S3Refusal } from './contents.ts';

/** What a call comes to instead: thrown before anything is done, or after all is. */
export type Fault = { readonly before: Error } | { readonly after: Error } | { readonly breakAfter: number } | undefined;

export function passing(): StoreError {
  return new StoreError('passing', 'SlowDown');
}

/** A store in the process: what it does takes no time. */
export class MemoryStore implements ObjectStore {
  readonly contents: Contents;
  readonly calls: string[] = [];
  fault: (call: string) => Fault = () => undefined;

  constructor(minPartBytes = 1) {
    this.contents = new Contents(minPartBytes);
    this.contents.buckets.set('b', new Map());
  }

  head({ bucket, key }: ObjectAddress): Promise<ObjectFacts | undefined> {
    return this.#do('head', () => {
      const object = this.contents.bucket(bucket).get(key);
      return object === undefined ? undefined : { etag: object.etag, bytes: object.body.length, metadata: object.metadata };
    });
  }

  list({ bucket, key: prefix }: ObjectAddress): Promise<ObjectPage> {
    return this.#do('list', () => {
      const all = [...this.contents.bucket(bucket)].filter(([key]) => key.startsWith(prefix));
      return { objects: all.map(([key, { etag, body }]) => ({ key, etag, bytes: body.length })), next: undefined };
    });
  }

  read(address: ObjectAddress, etag: string, from: number): Promise<AsyncIterable<Uint8Array>> {
    const call = `read ${from}`;
    return this.#do(call, () => {
      const object = this.contents.object(address.bucket, address.key);
      if (object.etag !== etag) throw new StoreError('changed', `${shown(address)} has changed`);
      const fault = this.fault(call);
      const breakAfter = fault !== undefined && 'breakAfter' in fault ? fault.breakAfter : undefined;
      return brokenAfter(object.body.subarray(from), breakAfter);
    });
  }

  put({ address, metadata }: NewObject, file: FilePart): Promise<void> {
    return this.#do(`put ${address.key}`, () => {
      this.contents.put(address.bucket, address.key, bytesOf(file), metadata);
    });
  }

  beginParts({ address, metadata }: NewObject): Promise<string> {
    return this.#do('begin', () => this.contents.begin(address.bucket, address.key, metadata));
  }

  putPart({ bucket, key }: ObjectAddress, upload: string, number: number, part: FilePart): Promise<string> {
    return this.#do(`part ${number}`, () => this.contents.putPart(upload, `${bucket}/${key}`, number, bytesOf(part)));
  }

  completeParts({ bucket, key }: ObjectAddress, upload: string, parts: readonly string[]): Promise<void> {
    return this.#do('complete', () => {
      this.contents.complete(
        upload,
        bucket,
        key,
        parts.map((etag, index) => ({ etag, number: index + 1 })),
      );
    });
  }

  abortParts({ bucket, key }: ObjectAddress, upload: string): Promise<void> {
    return this.#do('abort', () => {
      this.contents.upload(upload, `${bucket}/${key}`);
      this.contents.uploads.delete(upload);
    });
  }

  close(): void {}

  // oxlint-disable-next-line typescript/require-await -- what is thrown at once is a rejection, too
  async #do<T>(call: string, act: () => T): Promise<T> {
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault !== undefined && 'before' in fault) throw fault.before;
    try {
      const result = act();
      if (fault !== undefined && 'after' in fault) throw fault.after;
      return result;
    } catch (thrown) {
      throw thrown instanceof S3Refusal ? new StoreError(thrown.status === 404 ? 'missing' : 'refused', thrown.code) : thrown;
    }
  }
}

// oxlint-disable-next-line typescript/require-await -- bytes come in turns of their own
async function* brokenAfter(body: Buffer, bytes: number | undefined): AsyncGenerator<Uint8Array> {
  const part = body.subarray(0, bytes);
  for (let from = 0; from < part.length; from += 10) yield part.subarray(from, from + 10);
  if (bytes !== undefined && bytes <= body.length) throw passing();
}

function bytesOf({ path, start, bytes }: FilePart): Buffer {
  return readFileSync(path).subarray(start, start + bytes);
}

import type { ObjectAddress } from './address.ts';

export interface ObjectFacts {
  /** Differs when its bytes do. */
  readonly etag: string;
  readonly bytes: number;
  /** What who wrote it noted beside it; names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly bytes: number;
}

export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined;
}

/** A part of a file of this machine. */
export interface FilePart {
  readonly path: string;
  readonly start: number;
  readonly bytes: number;
}

export interface NewObject {
  readonly address: ObjectAddress;
  readonly metadata: Readonly<Record<string, string>>;
}

/** As much of S3 as is used here. Whatever it does not do, it says by a {@link StoreError}; once its signal is aborted, by that one's reason. */
export interface ObjectStore {
  /** Undefined where the bucket has no such object. */
  head(address: ObjectAddress): Promise<ObjectFacts | undefined>;
  /** Objects whose keys begin with that of the address, in the order of keys. @param next of the page before */
  list(address: ObjectAddress, next?: string): Promise<ObjectPage>;
  /** What that object holds from a byte on; `changed` where it is not that object any more. What breaks in between is `passing`. */
  read(address: ObjectAddress, etag: string, from: number): Promise<AsyncIterable<Uint8Array>>;
  put(object: NewObject, file: FilePart): Promise<void>;
  /** @returns what names the upload from then on */
  beginParts(object: NewObject): Promise<string>;
  /** @param number from 1 @returns what names the part */
  putPart(address: ObjectAddress, upload: string, number: number, part: FilePart): Promise<string>;
  /** @param parts as they were named, all of them. `missing` where the upload is none, or none any more */
  completeParts(address: ObjectAddress, upload: string, parts: readonly string[]): Promise<void>;
  abortParts(address: ObjectAddress, upload: string): Promise<void>;
  /** Ends what is under way. */
  close(): void;
}

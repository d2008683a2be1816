import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ObjectAddress } from './address.ts';
import type { FilePart, NewObject, ObjectFacts, ObjectPage, ObjectStore } from './object-store.ts';
import { bodyOf, chunksOf } from './sdk-body.ts';
import { SdkClients } from './sdk-clients.ts';
import { asStoreError } from './sdk-fault.ts';
import { StoreError } from './store-error.ts';

export interface SdkStoreOptions {
  /** Where to call instead of what the environment says. */
  readonly endpointUrl?: string;
}

type Calling<T> = (client: S3Client, options: { readonly abortSignal: AbortSignal }) => Promise<T>;

/** S3, by the AWS SDK. */
export class SdkStore implements ObjectStore {
  readonly #clients: SdkClients;
  readonly #signal: AbortSignal;
  readonly #bucketsSeen = new Set<string>();

  constructor(signal: AbortSignal, { endpointUrl }: SdkStoreOptions = {}) {
    this.#signal = signal;
    this.#clients = new SdkClients(endpointUrl);
  }

  async head(address: ObjectAddress): Promise<ObjectFacts | undefined> {
    const { bucket: Bucket, key: Key } = address;
    try {
      const { ETag, ContentLength, Metadata } = await this.#call('HeadObject', address, (client, options) =>
        client.send(new HeadObjectCommand({ Bucket, Key }), options),
      );
      return { etag: bare(ETag), bytes: ContentLength ?? 0, metadata: Metadata ?? {} };
    } catch (thrown) {
      if (!(thrown instanceof StoreError) || thrown.code !== 'missing') throw thrown;
      // Is the object missing, or its bucket? Only an answer with a body says so.
      if (!this.#bucketsSeen.has(Bucket)) await this.list(address);
      return undefined;
    }
  }

  async list(address: ObjectAddress, next?: string): Promise<ObjectPage> {
    const { bucket: Bucket, key: Prefix } = address;
    const input = { Bucket, Prefix, ...(next !== undefined && { ContinuationToken: next }) };
    const { Contents = [], NextContinuationToken } = await this.#call('ListObjectsV2', address, (client, options) =>
      client.send(new ListObjectsV2Command(input), options),
    );
    this.#bucketsSeen.add(Bucket);
    const objects = Contents.map(({ Key = '', ETag, Size = 0 }) => ({ key: Key, etag: bare(ETag), bytes: Size }));
    return { objects, next: NextContinuationToken };
  }

  async read(address: ObjectAddress, etag: string, from: number): Promise<AsyncIterable<Uint8Array>> {
    const { bucket: Bucket, key: Key } = address;
    const input = { Bucket, Key, IfMatch: `"${etag}"`, ...(from > 0 && { Range: `bytes=${from}-` }) };
    const { Body, ContentRange } = await this.#call('GetObject', address, (client, options) =>
      client.send(new GetObjectCommand(input), options),
    );
    const body = Body as Readable;
    if (from === 0 || ContentRange?.startsWith(`bytes ${from}-`)) return chunksOf(body, address, this.#signal);
    body.destroy();
    throw new StoreError('refused', `GetObject: expected the bytes from ${from} on, found ${ContentRange ?? 'all of them'}`);
  }

  async put({ address, metadata: Metadata }: NewObject, file: FilePart): Promise<void> {
    const { bucket: Bucket, key: Key } = address;
    await this.#call('PutObject', address, (client, options) =>
      client.send(new PutObjectCommand({ Bucket, Key, Metadata, ...bodyOf(file) }), options),
    );
  }

  async beginParts({ address, metadata: Metadata }: NewObject): Promise<string> {
    const { bucket: Bucket, key: Key } = address;
    const { UploadId } = await this.#call('CreateMultipartUpload', address, (client, options) =>
      client.send(new CreateMultipartUploadCommand({ Bucket, Key, Metadata }), options),
    );
    return named(UploadId, 'CreateMultipartUpload');
  }

  async putPart(address: ObjectAddress, UploadId: string, PartNumber: number, part: FilePart): Promise<string> {
    const { bucket: Bucket, key: Key } = address;
    const { ETag } = await this.#call('UploadPart', address, (client, options) =>
      client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, ...bodyOf(part) }), options),
    );
    return named(ETag, 'UploadPart');
  }

  async completeParts(address: ObjectAddress, UploadId: string, parts: readonly string[]): Promise<void> {
    const { bucket: Bucket, key: Key } = address;
    const MultipartUpload = { Parts: parts.map((ETag, index) => ({ ETag, PartNumber: index + 1 })) };
    await this.#call('CompleteMultipartUpload', address, (client, options) =>
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }), options),
    );
  }

  /** Also when nothing else is done any more. */
  async abortParts(address: ObjectAddress, UploadId: string): Promise<void> {
    const { bucket: Bucket, key: Key } = address;
    const command = new AbortMultipartUploadCommand({ Bucket, Key, UploadId });
    try {
      await this.#clients.call(Bucket, (client) => client.send(command));
    } catch (thrown) {
      throw asStoreError('AbortMultipartUpload', address, thrown);
    }
  }

  close(): void {
    this.#clients.close();
  }

  async #call<T>(operation: string, address: ObjectAddress, call: Calling<T>): Promise<T> {
    this.#signal.throwIfAborted();
    try {
      return await this.#clients.call(address.bucket, (client) => call(client, { abortSignal: this.#signal }));
    } catch (thrown) {
      this.#signal.throwIfAborted();
      throw asStoreError(operation, address, thrown);
    }
  }
}

function bare(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}

function named(name: string | undefined, operation: string): string {
  if (name === undefined) throw new StoreError('refused', `${operation}: expected a name in the answer, found none`);
  return name;
}

import { createHash } from 'node:crypto';

export interface StoredObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface StoredUpload {
  readonly place: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, { readonly body: Buffer; readonly md5: string }>;
}

/** An error as S3 answers it. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What buckets hold. ETags are those of S3: a hash of the bytes, or for parts of their hashes, and how many they are. */
export class Contents {
  readonly buckets = new Map<string, Map<string, StoredObject>>();
  readonly uploads = new Map<string, StoredUpload>();
  readonly #minPartBytes: number;
  #uploads = 0;

  constructor(minPartBytes: number) {
    this.#minPartBytes = minPartBytes;
  }

  bucket(name: string): Map<string, StoredObject> {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
    return bucket;
  }

  object(bucket: string, key: string): StoredObject {
    const object = this.bucket(bucket).get(key);
    if (object === undefined) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    return object;
  }

  put(bucket: string, key: string, body: Buffer, metadata: Readonly<Record<string, string>> = {}): StoredObject {
    const object = { body, metadata, etag: md5(body) };
    this.bucket(bucket).set(key, object);
    return object;
  }

  begin(bucket: string, key: string, metadata: Readonly<Record<string, string>>): string {
    this.bucket(bucket);
    this.#uploads += 1;
    const id = `upload-${this.#uploads}`;
    this.uploads.set(id, { place: `${bucket}/${key}`, metadata, parts: new Map() });
    return id;
  }

  upload(id: string, place: string): StoredUpload {
    const upload = this.uploads.get(id);
    if (upload?.place !== place) throw new S3Refusal(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
    return upload;
  }

  putPart(id: string, place: string, number: number, body: Buffer): string {
    if (!(number >= 1 && number <= 10_000)) throw new S3Refusal(400, 'InvalidArgument');
    this.upload(id, place).parts.set(number, { body, md5: md5(body) });
    return md5(body);
  }

  complete(id: string, bucket: string, key: string, wanted: readonly { number: number; etag: string }[]): StoredObject {
    const { parts, metadata } = this.upload(id, `${bucket}/${key}`);
    const found = wanted.map(({ number, etag }, index) => {
      if (index > 0 && number <= (wanted[index - 1]?.number ?? 0)) throw new S3Refusal(400, 'InvalidPartOrder');
      const part = parts.get(number);
      if (part?.md5 !== etag) throw new S3Refusal(400, 'InvalidPart');
      if (index < wanted.length - 1 && part.body.length < this.#minPartBytes) throw new S3Refusal(400, 'EntityTooSmall');
      return part;
    });
    if (found.length === 0) throw new S3Refusal(400, 'MalformedXML');
    const hashes = Buffer.concat(found.map((part) => Buffer.from(part.md5, 'hex')));
    const object = { metadata, body: Buffer.concat(found.map(({ body }) => body)), etag: `${md5(hashes)}-${found.length}` };
    this.bucket(bucket).set(key, object);
    this.uploads.delete(id);
    return object;
  }
}

export function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

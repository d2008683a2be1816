import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { Contents, S3Refusal, type StoredObject } from './contents.ts';
import { requestBody } from './request-body.ts';
import { errorXml, partsIn, xml } from './xml.ts';

/** A call that has come. */
export interface S3Call {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly range: string | undefined;
  /** For which it was signed. */
  readonly region: string | undefined;
  /** From 1, of this operation. */
  readonly count: number;
}

/** What goes wrong with a call: it is refused, its answer is cut after so many bytes, or is lost although all was done. */
export type Interference = { refuse: S3Refusal } | { cutAfter: number } | 'lose answer' | undefined;

export interface FakeS3Options {
  readonly pageSize?: number;
  /** S3's own is 5 MiB. */
  readonly minPartBytes?: number;
}

/** As much of S3 as is called here, over HTTP on the loopback, with its rules and its errors. */
export class FakeS3 {
  readonly contents: Contents;
  readonly calls: S3Call[] = [];
  interfere: (call: S3Call) => Interference = () => undefined;
  /** For error answers, such as the region of a bucket. */
  errorHeaders: Record<string, string> = {};
  readonly #pageSize: number;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor({ pageSize = 1000, minPartBytes = 5 * 1024 * 1024 }: FakeS3Options = {}) {
    this.contents = new Contents(minPartBytes);
    this.#pageSize = pageSize;
  }

  /** @returns its URL */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://s3');
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? [];
    const operation = operationOf(request.method ?? '', key, url.searchParams);
    const { range, authorization } = request.headers;
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization ?? '')?.[1];
    const call = { operation, bucket, key, range, region, count: this.count(operation) + 1 };
    this.calls.push(call);
    const fault = this.interfere(call);
    try {
      if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) throw new S3Refusal(403, 'AccessDenied');
      const body = request.method === 'PUT' ? await requestBody(request) : Buffer.alloc(0);
      if (typeof fault === 'object' && 'refuse' in fault) throw fault.refuse;
      const cutAfter = typeof fault === 'object' && 'cutAfter' in fault ? fault.cutAfter : undefined;
      if (operation === 'GetObject' || operation === 'HeadObject') this.#give(call, request, response, cutAfter);
      else {
        const answer = await this.#do(call, url.searchParams, request, body);
        if (fault === 'lose answer') return void response.destroy();
        response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.text ?? '');
      }
    } catch (thrown) {
      const refusal = thrown instanceof S3Refusal ? thrown : new S3Refusal(500, 'InternalError', String(thrown));
      const text = request.method === 'HEAD' ? '' : errorXml(refusal);
      request.resume();
      response.writeHead(refusal.status, { 'content-type': 'application/xml', ...this.errorHeaders }).end(text);
    }
  }

  async #do(
    { operation, bucket, key }: S3Call,
    query: URLSearchParams,
    request: IncomingMessage,
    body: Buffer,
  ): Promise<{ status?: number; headers?: Record<string, string>; text?: string }> {
    const id = query.get('uploadId') ?? '';
    const place = `${bucket}/${key}`;
    if (operation === 'ListObjectsV2') return { text: this.#page(bucket, query) };
    if (operation === 'PutObject')
      return { headers: { etag: `"${this.contents.put(bucket, key, body, metadataOf(request)).etag}"` } };
    if (operation === 'CreateMultipartUpload') {
      const UploadId = this.contents.begin(bucket, key, metadataOf(request));
      return { text: xml({ InitiateMultipartUploadResult: { Bucket: bucket, Key: key, UploadId } }) };
    }
    if (operation === 'UploadPart')
      return { headers: { etag: `"${this.contents.putPart(id, place, Number(query.get('partNumber')), body)}"` } };
    if (operation === 'AbortMultipartUpload') {
      this.contents.upload(id, place);
      this.contents.uploads.delete(id);
      return { status: 204 };
    }
    if (operation !== 'CompleteMultipartUpload') throw new S3Refusal(501, 'NotImplemented');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { etag } = this.contents.complete(id, bucket, key, partsIn(Buffer.concat(chunks).toString()));
    return { text: xml({ CompleteMultipartUploadResult: { Bucket: bucket, Key: key, ETag: `"${etag}"` } }) };
  }

  #give({ bucket, key }: S3Call, request: IncomingMessage, response: ServerResponse, cutAfter: number | undefined): void {
    const object = this.contents.object(bucket, key);
    const wanted = request.headers['if-match'];
    if (wanted !== undefined && wanted !== `"${object.etag}"`) throw new S3Refusal(412, 'PreconditionFailed');
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? 'bytes=0-')?.[1]);
    if (from > 0 && from >= object.body.length) throw new S3Refusal(416, 'InvalidRange');
    const body = object.body.subarray(from);
    response.writeHead(request.headers.range === undefined ? 200 : 206, headersOf(object, body, from));
    if (request.method === 'HEAD') response.end();
    else if (cutAfter === undefined) response.end(body);
    else response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 5));
  }

  #page(bucket: string, query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? '';
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
    const all = [...this.contents.bucket(bucket)]
      .filter(([key]) => key.startsWith(prefix) && key > after)
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const some = all.slice(0, this.#pageSize);
    const isTruncated = some.length < all.length;
    const next = { NextContinuationToken: Buffer.from(some.at(-1)?.[0] ?? '').toString('base64') };
    const Contents = some.map(([Key, { body, etag }]) => ({ Key, ETag: `"${etag}"`, Size: String(body.length) }));
    return xml({ ListBucketResult: { IsTruncated: String(isTruncated), ...(isTruncated ? next : {}), Contents } });
  }
}

/** One for a test, closed when it ends. */
export async function fakeS3(test: TestContext, options?: FakeS3Options): Promise<{ s3: FakeS3; url: string }> {
  const s3 = new FakeS3(options);
  test.after(() => s3.close());
  return { s3, url: await s3.listen() };
}

function operationOf(method: string, key: string, query: URLSearchParams): string {
  if (key === '') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'other';
  if (query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('uploadId'))
    return { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[method] ?? 'other';
  return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject' }[method] ?? 'other';
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(own.map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)]));
}

function headersOf({ etag, metadata, body: whole }: StoredObject, body: Buffer, from: number): Record<string, string | number> {
  const own = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  const range = { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` };
  return { etag: `"${etag}"`, 'content-length': body.length, ...Object.fromEntries(own), ...(from > 0 ? range : {}) };
}

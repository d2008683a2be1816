import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { readBody } from '../local-server.ts';
import { S3Refusal } from './contents.ts';

/** The body of a request, taken out of the pieces it was signed in, and held to the checksum and length that were announced. */
export async function requestBody(request: IncomingMessage): Promise<Buffer> {
  const raw = await readBody(request);
  const { headers } = request;
  const isChunked = (headers['content-encoding'] ?? '').includes('aws-chunked');
  const { body, trailers } = isChunked ? unchunked(raw) : { body: raw, trailers: new Map<string, string>() };
  const announced = headers['x-amz-decoded-content-length'];
  if (announced !== undefined && Number(announced) !== body.length) throw new S3Refusal(400, 'IncompleteBody');
  const checksum = trailers.get('x-amz-checksum-crc32') ?? headers['x-amz-checksum-crc32'];
  if (checksum === undefined) throw new S3Refusal(400, 'NoChecksumFound');
  if (checksum !== encoded(crc32(body))) throw new S3Refusal(400, 'BadDigest');
  return body;
}

function unchunked(raw: Buffer): { body: Buffer; trailers: ReadonlyMap<string, string> } {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.toString('latin1', at, end), 16);
    if (end < 0 || Number.isNaN(size)) throw new S3Refusal(400, 'IncompleteBody');
    if (size === 0) return { body: Buffer.concat(pieces), trailers: trailersIn(raw.toString('latin1', end + 2)) };
    // Of S3's own rules: only the last may be small.
    if ((pieces.at(-1)?.length ?? 8192) < 8192) throw new S3Refusal(400, 'InvalidChunkSizeError');
    pieces.push(raw.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function trailersIn(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\r\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

function encoded(checksum: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(checksum);
  return bytes.toString('base64');
}

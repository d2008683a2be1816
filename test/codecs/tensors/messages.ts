import assert from 'node:assert/strict';
import type { CodecItem, Extraction, Message, Reply, Result } from '../../../src/codecs/port.ts';
import { tensorsRequest } from '../../../src/codecs/tensors/index.ts';
import type { Headers } from '../../../src/kernel/headers.ts';

export const SAGEMAKER = 'application/vnd.sagemaker-triton.binary+json;json-header-size=';
const JSON_TYPE = { 'content-type': 'application/json' };

/** How a binary message says where its JSON ends: by its content type, or by a header. */
export type Style = 'sagemaker' | 'triton';

export function sized(style: Style, headerBytes: number): Headers {
  if (style === 'sagemaker') return { 'content-type': SAGEMAKER + headerBytes };
  return { 'content-type': 'application/octet-stream', 'inference-header-content-length': String(headerBytes) };
}

export function json(body: string): Message {
  return { headers: JSON_TYPE, body: Buffer.from(body) };
}

export function binary(header: string, raw: Buffer, style: Style = 'sagemaker'): Message {
  return { headers: sized(style, Buffer.byteLength(header)), body: Buffer.concat([Buffer.from(header), raw]) };
}

export function answered(message: Message): Reply {
  return { status: 200, ...message };
}

const forms = { json: tensorsRequest({ binary: false }), binary: tensorsRequest({ binary: true }) };

export function extract(message: Message): Extraction {
  return (message.headers['content-type'] === 'application/json' ? forms.json : forms.binary).extract(message);
}

/** What a request is taken apart into; fails the test when it is not. */
export function itemsOf(message: Message): Extract<Extraction, { kind: 'items' }> {
  const extraction = extract(message);
  return extraction.kind === 'items' ? extraction : assert.fail(JSON.stringify(extraction));
}

export function join(items: readonly CodecItem[]): Message {
  return items[0]?.envelope.join(items) ?? assert.fail('no items');
}

export function split(reply: Reply, items: readonly CodecItem[]): readonly Result[] {
  const results = items[0]?.envelope.reply.split(reply, items) ?? [];
  if ('mismatch' in results) assert.fail(results.mismatch);
  assert.equal(results.length, items.length);
  return results;
}

export function mismatchOf(reply: Reply, items: readonly CodecItem[]): string {
  const results = items[0]?.envelope.reply.split(reply, items) ?? [];
  return 'mismatch' in results ? results.mismatch : assert.fail('expected a mismatch');
}

export function assemble(results: readonly Result[], items: readonly CodecItem[]): Reply {
  return results[0]?.assemble(results, items) ?? assert.fail('no results');
}

/** Sends the requests in one joined call; what was sent, and what each caller gets of the answer. */
export function batched(requests: readonly Message[], answer: (sent: Message) => Message): { sent: Message; answers: Reply[] } {
  const extractions = requests.map(itemsOf);
  assert.equal(new Set(extractions.map(({ key }) => key)).size, 1, 'expected one key');
  const all = extractions.flatMap(({ items }) => items);
  const sent = join(all);
  const results = [...split(answered(answer(sent)), all)];
  return { sent, answers: extractions.map(({ items }) => assemble(results.splice(0, items.length), items)) };
}

/** Numbers as a raw FP32 tensor. */
export function fp32(...numbers: number[]): Buffer {
  return Buffer.from(Float32Array.from(numbers).buffer);
}

/** Texts as a raw BYTES tensor. */
export function prefixed(...texts: string[]): Buffer {
  return Buffer.concat(
    texts.map((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(text));
      return Buffer.concat([length, Buffer.from(text)]);
    }),
  );
}

import assert from 'node:assert/strict';
import type { Codec, CodecItem, Extraction, Message, Reply, Result } from '../../src/codecs/port.ts';

export function request(body: string | Buffer, contentType = 'application/json'): Message {
  return { headers: { 'content-type': contentType }, body: Buffer.from(body) };
}

export function reply(body: string, contentType = 'application/json'): Reply {
  return { status: 200, headers: { 'content-type': contentType }, body: Buffer.from(body) };
}

/** What a request is taken apart into; fails the test when it is not. */
export function itemsOf(codec: Codec, message: Message): Extract<Extraction, { kind: 'items' }> {
  const extraction = codec.extract(message);
  assert.equal(extraction.kind, 'items', JSON.stringify(extraction));
  return extraction;
}

/** The results in a reply; fails the test on a mismatch. */
export function resultsOf(codec: Codec, answer: Reply, items: readonly CodecItem[]): readonly Result[] {
  const results = codec.split(answer, items);
  if ('mismatch' in results) assert.fail(results.mismatch);
  assert.equal(results.length, items.length);
  return results;
}

export function mismatchOf(codec: Codec, answer: Reply, items: readonly CodecItem[]): string {
  const results = codec.split(answer, items);
  return 'mismatch' in results ? results.mismatch : assert.fail('expected a mismatch');
}

/** Sends the requests in one joined call that is answered with `answer`; what was sent, and what each caller gets. */
export function together(codec: Codec, requests: readonly Message[], answer: Reply): { sent: Message; answers: Reply[] } {
  const extractions = requests.map((message) => itemsOf(codec, message));
  assert.equal(new Set(extractions.map(({ key }) => key)).size, 1);
  const all = extractions.flatMap(({ items }) => items);
  const results = [...resultsOf(codec, answer, all)];
  const answers = extractions.map(({ items }) => codec.assemble(results.splice(0, items.length), items));
  return { sent: codec.join(all), answers };
}

/** As `together`, with JSON bodies only. */
export function batched(codec: Codec, bodies: readonly string[], answer: string): { sent: string; answers: string[] } {
  const { sent, answers } = together(
    codec,
    bodies.map((body) => request(body)),
    reply(answer),
  );
  return { sent: sent.body.toString(), answers: answers.map(({ body }) => body.toString()) };
}

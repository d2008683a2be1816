import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createCodec } from '../../../src/codecs/index.ts';
import type { Codec, Message, Reply, Result } from '../../../src/codecs/port.ts';
import { type Asked, REQUESTS } from '../../conformance/requests.ts';
import { answerOf } from '../../support/conformance/answer.ts';
import { contracts as containers } from '../../support/conformance/contracts.ts';
import type { Container } from '../../support/conformance/port.ts';
import { contracts, isBatchable } from '../contracts.ts';
import { itemsOf, resultsOf } from '../messages.ts';
import { spell, type Value } from '../spelling.ts';

/** What a container says to one call; it must not refuse it. */
function said(container: Container, { headers, body }: Message): Reply {
  const { 'content-type': contentType = '', accept = '*/*' } = headers;
  const answer = answerOf(container, { contentType, accept, headers, body, holds: () => undefined });
  assert.equal(answer.status, 200, `${String(answer.body)} to ${body.toString()}`);
  return { status: 200, headers: { 'content-type': answer.contentType }, body: Buffer.from(answer.body) };
}

/** What each request gets when those of one key go together, in calls of at most `size` items. */
function throughCalls(codec: Codec, container: Container, requests: readonly Message[], size: number): Map<Message, Reply> {
  const taken = requests.map((message) => ({ message, found: codec.extract(message) }));
  const answers = new Map<Message, Reply>();
  const together = taken
    .filter(({ found }) => found.kind === 'items')
    .map(({ message }) => ({ message, ...itemsOf(codec, message) }));
  for (const key of new Set(together.map((one) => `${one.key} ${JSON.stringify(headersOf(one.message))}`))) {
    const company = together.filter((one) => `${one.key} ${JSON.stringify(headersOf(one.message))}` === key);
    const items = company.flatMap((one) => one.items);
    const most = Math.min(size, company[0]?.maxCompany ?? 1);
    const results: Result[] = [];
    for (let at = 0; at < items.length; at += most) {
      const part = items.slice(at, at + most);
      results.push(...resultsOf(codec, said(container, codec.join(part)), part));
    }
    for (const one of company) answers.set(one.message, codec.assemble(results.splice(0, one.items.length), one.items));
  }
  return answers;
}

/** What the gateway keeps apart by; the size of a binary header is not among it. */
function headersOf({ headers }: Message): unknown {
  return { ...headers, 'content-type': headers['content-type']?.replace(/json-header-size=\d+/, '') };
}

const words = fc.stringMatching(/^[a-z]{1,8}( [a-zé😀]{1,4}){0,5}$/u).filter((word) => !/\b(poison|nan)\b/.test(word));
const numbers = fc.integer({ min: 1, max: 5000 }).filter((number) => number !== 666 && number !== 99);

/** One of a contract's requests, its JSON in any spelling. */
function requestTo(contract: string): fc.Arbitrary<Message> {
  return fc.tuple(words, numbers, fc.nat(), fc.nat()).map(([word, number, which, seed]) => {
    const all = REQUESTS[contract]?.(word, number) ?? [];
    const asked = all[which % all.length];
    if (asked === undefined) throw new Error(`No requests to ${contract}`);
    const { contentType, accept } = asked;
    return {
      headers: { 'content-type': contentType, ...(accept === undefined ? {} : { accept }) },
      body: bodyOf(contract, asked, seed),
    };
  });
}

/** SageMaker's TensorFlow container finds keys by a pattern, and knows no escapes. */
const UNREAD = 'sagemaker-tfs-jsonlines';

function bodyOf(contract: string, { contentType, body }: Asked, seed: number): Buffer {
  if (typeof body !== 'string' || contentType !== 'application/json' || contract === UNREAD) return Buffer.from(body);
  return Buffer.from(seed % 4 === 0 ? body : spell(valueOf(JSON.parse(body)), seed));
}

function valueOf(json: unknown): Value {
  if (typeof json === 'string') return { kind: 'string', text: json };
  if (Array.isArray(json)) return { kind: 'array', elements: json.map(valueOf) };
  if (typeof json !== 'object' || json === null) return { kind: 'literal', text: JSON.stringify(json) };
  return { kind: 'object', members: new Map(Object.entries(json).map(([key, member]) => [key, valueOf(member)])) };
}

/** Where what is padded depends on a whole list, lists are not cut: what they would have been padded with, no part of them tells. */
const WHOLE = ['docunderstanding-ner-finetuned'];

/** Tokens are told of whole calls, and shared out. */
function textOf({ body }: Reply, contract: string): string {
  const text = body.toString('latin1');
  return contract.startsWith('openai-') ? text.replace(/"usage": ?\{[^}]*\}/, '') : text;
}

describe('whatever requests go together, each gets the very bytes that the container gives to it alone', () => {
  for (const contract of contracts.filter(isBatchable)) {
    test(contract, () => {
      const container = containers.get(contract);
      if (container === undefined) throw new Error(`No container of ${contract}`);
      let shared = 0;
      fc.assert(
        fc.property(
          fc.array(requestTo(contract), { minLength: 1, maxLength: 12 }),
          WHOLE.includes(contract) ? fc.constant(99) : fc.integer({ min: 1, max: 9 }),
          (requests, size) => {
            const answers = throughCalls(createCodec(contract), container, requests, size);
            shared += answers.size;
            for (const [request, answer] of answers) {
              const alone = said(container, request);
              assert.equal(textOf(answer, contract), textOf(alone, contract), request.body.toString());
              assert.deepEqual(headersOf(answer), headersOf(alone));
            }
          },
        ),
        { numRuns: 60, includeErrorInReport: true },
      );
      assert.ok(shared > 100, `${shared} requests that could be taken apart`);
    });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Message } from '../../../src/codecs/port.ts';
import { answer } from './echo-model.ts';
import { answered, assemble, extract, itemsOf, join, json } from './messages.ts';
import { company } from './requests.ts';

interface Mutation {
  readonly at: number;
  readonly removed: number;
  readonly put: Buffer;
}

const grammar = fc
  .constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    ' ',
    '0',
    '9',
    '-1',
    '1e999',
    'null',
    '"data":[1]',
    '"shape":[2]',
    '\\',
    '99999999999999999999',
  )
  .map((text) => Buffer.from(text));
const bytes = fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array));
const mutation: fc.Arbitrary<Mutation> = fc.record({ at: fc.nat(), removed: fc.nat(4), put: fc.oneof(grammar, bytes) });

function mutated({ headers, body }: Message, mutations: readonly Mutation[]): Message {
  let changed = body;
  for (const { at, removed, put } of mutations) {
    const start = at % (changed.length + 1);
    changed = Buffer.concat([changed.subarray(0, start), put, changed.subarray(start + removed)]);
  }
  return { headers, body: changed };
}

const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/octet-stream',
      'application/vnd.sagemaker-triton.binary+json;json-header-size=7',
    ),
    'inference-header-content-length': fc.constantFrom('0', '7', '-1', '', ' 7 ', 'x'),
  },
  { requiredKeys: ['content-type'] },
);

/** Takes a request apart and joins it again, by itself; what comes out is sound. */
function survives(message: Message): void {
  const extraction = extract(message);
  if (extraction.kind !== 'items') return;
  const again = itemsOf(join(extraction.items));
  assert.equal(again.key, extraction.key);
  assert.deepEqual(
    again.items.map(({ parts }) => parts),
    extraction.items.map(({ parts }) => parts),
  );
}

test('no bytes make the taking apart of a request throw', () => {
  fc.assert(
    fc.property(headers, fc.uint8Array({ maxLength: 60 }), (given, body) =>
      survives({ headers: given, body: Buffer.from(body) }),
    ),
    { numRuns: 3000 },
  );
});

test('no change to a valid request makes it throw, and what is still taken apart joins to the same', () => {
  fc.assert(
    fc.property(company, fc.array(mutation, { minLength: 1, maxLength: 3 }), ([message = json('')], mutations) =>
      survives(mutated(message, mutations)),
    ),
    { numRuns: 5000 },
  );
});

test('no change to a valid reply makes it throw: it is a mismatch, or has a result for each item', () => {
  const layouts = fc.constantFrom('flat' as const, 'nested' as const, 'binary' as const, 'mixed' as const);
  fc.assert(
    fc.property(
      company,
      layouts,
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      ([message = json('')], layout, mutations) => {
        const { items } = itemsOf(message);
        const sound = answer(message, { layout, spaced: true, style: 'sagemaker', makesUpIds: false });
        const results = items[0]?.envelope.reply.split(answered(mutated(sound, mutations)), items) ?? [];
        if ('mismatch' in results) return;
        assert.equal(results.length, items.length);
        assemble(results, items);
      },
    ),
    { numRuns: 5000 },
  );
});

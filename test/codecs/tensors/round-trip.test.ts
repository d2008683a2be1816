import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Result } from '../../../src/codecs/port.ts';
import { answer, type Manner } from './echo-model.ts';
import { answered, assemble, itemsOf, join, split } from './messages.ts';
import { company } from './requests.ts';

const manner: fc.Arbitrary<Manner> = fc.record({
  layout: fc.constantFrom('flat', 'nested', 'binary', 'mixed'),
  spaced: fc.boolean(),
  style: fc.constantFrom('sagemaker', 'triton'),
  makesUpIds: fc.boolean(),
});

test('whatever requests go together, each is answered as it would be alone', () => {
  fc.assert(
    fc.property(company, manner, fc.integer({ min: 2, max: 7 }), (requests, how, size) => {
      const extractions = requests.map(itemsOf);
      assert.equal(new Set(extractions.map(({ key }) => key)).size, 1);
      const items = extractions.flatMap((extraction) => extraction.items);
      const results: Result[] = [];
      for (let at = 0; at < items.length; at += size) {
        const part = items.slice(at, at + size);
        results.push(...split(answered(answer(join(part), how)), part));
      }
      for (const [index, request] of requests.entries()) {
        const own = extractions[index]?.items ?? [];
        const { headers, body } = assemble(results.splice(0, own.length), own);
        const expected = answer(request, how);
        assert.equal(body.toString('latin1'), expected.body.toString('latin1'));
        assert.deepEqual(headers, expected.headers);
      }
    }),
    { numRuns: 1000 },
  );
});

test('no call weighs more than was said of its items', () => {
  fc.assert(
    fc.property(company, (requests) => {
      const extractions = requests.map(itemsOf);
      const items = extractions.flatMap((extraction) => extraction.items);
      const bound = items.reduce((sum, { bytes }) => sum + bytes, extractions[0]?.overheadBytes ?? 0);
      assert.ok(join(items).body.length <= bound);
    }),
    { numRuns: 300 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Finished, type Leftover } from '../../../src/sources/jsonl/finished.ts';

const line = fc.record({ isBlank: fc.boolean(), fails: fc.boolean() });

/** What lines write, as `InOrder` does: batch by batch, errors first; each with the number of the line. */
function writes(
  lines: readonly { readonly isBlank: boolean; readonly fails: boolean }[],
  batchSize: number,
  failedAreOutput: boolean,
) {
  const written: { to: 'errors' | 'output'; line: number }[] = [];
  const numbered = lines.map((each, index) => ({ ...each, number: index + 1 })).filter(({ isBlank }) => !isBlank);
  for (let from = 0; from < numbered.length; from += batchSize) {
    const batch = numbered.slice(from, from + batchSize);
    for (const { fails, number } of batch) if (fails) written.push({ to: 'errors', line: number });
    for (const { fails, number } of batch) if (!fails || failedAreOutput) written.push({ to: 'output', line: number });
  }
  return { written, numbered };
}

for (const failedAreOutput of [false, true])
  test(`wherever writing was cut off, a line is finished when all of it is there (failed lines ${failedAreOutput ? 'are' : 'are not'} in the output)`, () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), fc.nat(70), (lines, batchSize, cutAt) => {
        const { written, numbered } = writes(lines, batchSize, failedAreOutput);
        const there = written.slice(0, cutAt);
        const outputs = new Set(there.filter(({ to }) => to === 'output').map(({ line: number }) => number));
        const failed = new Set(there.filter(({ to }) => to === 'errors').map(({ line: number }) => number));
        const finished = new Finished({ outputLines: outputs.size, failed }, failedAreOutput);
        const expected = ({ fails, number }: { fails: boolean; number: number }): Leftover => {
          if (!fails) return outputs.has(number) ? 'all' : 'nothing';
          if (!failed.has(number)) return 'nothing';
          return !failedAreOutput || outputs.has(number) ? 'all' : 'failure';
        };
        assert.deepEqual(
          numbered.map(({ number }) => finished.leftOf(number)),
          numbered.map(expected),
        );
        assert.equal(finished.surplus, 0);
      }),
    );
  });

test('lines of output for which there is no line of input are told', () => {
  const finished = new Finished({ outputLines: 3, failed: new Set([2]) }, false);
  assert.deepEqual(
    [1, 2].map((each) => finished.leftOf(each)),
    ['all', 'all'],
  );
  assert.equal(finished.surplus, 2);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ENDINGS } from '../../../src/batching/isolation/endings.ts';
import { judge, type Verdict } from '../../../src/batching/isolation/judge.ts';
import type { CallEnding } from '../../../src/batching/port.ts';

/** The verdicts on a batch that ends so again and again, up to the first that does not send it again whole. */
function course(call: CallEnding, apart: boolean, maxAttempts: number): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let tries = 1; tries <= 10; tries += 1) {
    const verdict = judge({ call, apart, tries }, maxAttempts);
    verdicts.push(verdict);
    if (verdict !== 'again') break;
  }
  return verdicts;
}

const ONCE: readonly (readonly [CallEnding, together: Verdict, alone: Verdict])[] = [
  ['refused', 'narrow', 'final'],
  ['fault', 'narrow', 'final'],
  ['mismatch', 'singles', 'final'],
  ['tooLarge', 'requeue', 'final'],
  ['replyTooLarge', 'requeue', 'final'],
  ['throttled', 'requeue', 'requeue'],
  ['timeout', 'final', 'final'],
  ['rejected', 'final', 'final'],
  ['aborted', 'final', 'final'],
  ['ok', 'final', 'final'],
];

for (const [call, together, alone] of ONCE) {
  test(`${call} is judged ${together} when it can be taken apart and ${alone} when not, whatever was tried`, () => {
    for (const maxAttempts of [1, 3]) {
      for (const tries of [1, 2, 3, 9]) {
        assert.equal(judge({ call, apart: true, tries }, maxAttempts), together);
        assert.equal(judge({ call, apart: false, tries }, maxAttempts), alone);
      }
    }
  });
}

for (const call of ['erred', 'failed'] as const) {
  test(`${call}: a batch is sent once more whole and then searched, a lone request as often as it may be`, () => {
    for (const maxAttempts of [2, 3, 8]) assert.deepEqual(course(call, true, maxAttempts), ['again', 'narrow']);
    assert.deepEqual(course(call, false, 2), ['again', 'final']);
    assert.deepEqual(course(call, false, 4), ['again', 'again', 'again', 'final']);
    assert.deepEqual(course(call, false, 1), ['final']);
  });
}

test('with one attempt nothing is sent whole again, but neighbours are still told apart from who is at fault', () => {
  assert.deepEqual(course('failed', true, 1), ['narrow']);
  assert.deepEqual(course('erred', true, 1), ['narrow']);
});

test('what can not be read is sent singly, and a lone request again as often as it may be', () => {
  assert.deepEqual(course('unreadable', true, 3), ['singles']);
  assert.deepEqual(course('unreadable', false, 3), ['again', 'again', 'final']);
  assert.deepEqual(course('unreadable', false, 1), ['final']);
});

test('what the model never saw is sent again without end, however few attempts there are', () => {
  const endless = Array.from({ length: 10 }, () => 'again');
  for (const apart of [true, false]) {
    for (const maxAttempts of [1, 2]) assert.deepEqual(course('unreachable', apart, maxAttempts), endless);
  }
});

test('what holds one request is never taken apart, and with one attempt nothing that the model saw is sent again', () => {
  const calls = (Object.keys(ENDINGS) as CallEnding[]).filter((ending) => ending !== 'unreachable');
  const call = fc.constantFrom(...calls);
  const tries = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(call, tries, tries, (ending, tried, maxAttempts) => {
      const alone = judge({ call: ending, apart: false, tries: tried }, maxAttempts);
      assert.ok(['final', 'again', ending === 'throttled' ? 'requeue' : 'final'].includes(alone), alone);
      for (const apart of [true, false]) assert.notEqual(judge({ call: ending, apart, tries: tried }, 1), 'again');
    }),
  );
});

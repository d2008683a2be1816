import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDINGS, type Health } from '../../../src/batching/isolation/endings.ts';
import { judge, type Verdict } from '../../../src/batching/isolation/judge.ts';
import type { CallEnding } from '../../../src/batching/port.ts';

const CALLS = Object.keys(ENDINGS) as CallEnding[];

/** The endings whose first verdict on a batch that can be taken apart is this. */
function judged(verdict: Verdict): CallEnding[] {
  return CALLS.filter((call) => judge({ call, apart: true, tries: 1 }, 3) === verdict).toSorted();
}

/** The endings of which the table says that this follows. */
function followedBy(text: RegExp): CallEnding[] {
  return CALLS.filter((call) => text.test(ENDINGS[call].follows)).toSorted();
}

test('each ending says of the endpoint what it should', () => {
  const sorted = new Map<Health, CallEnding[]>();
  for (const call of CALLS) sorted.set(ENDINGS[call].health, [...(sorted.get(ENDINGS[call].health) ?? []), call]);
  assert.deepEqual(Object.fromEntries(sorted), {
    alive: ['ok', 'refused', 'mismatch', 'tooLarge', 'replyTooLarge'],
    doubtful: ['erred', 'failed', 'unreadable'],
    busy: ['throttled'],
    down: ['unreachable', 'timeout', 'rejected'],
    silent: ['fault', 'aborted'],
  });
});

test('what the table calls isolated at once is judged so', () => {
  assert.deepEqual(judged('narrow'), followedBy(/^isolated/));
});

test('what the table sends singly is judged so', () => {
  assert.deepEqual(judged('singles'), followedBy(/each request is sent singly/));
});

test('what the table sends again whole, or after a pause for want of a connection, is judged so', () => {
  assert.deepEqual(judged('again'), followedBy(/^sent once more whole|^sent again after a pause/));
});

test('what the table isolates after it was sent once more is searched the second time', () => {
  const searched = CALLS.filter((call) => judge({ call, apart: true, tries: 2 }, 3) === 'narrow').toSorted();
  assert.deepEqual(searched, followedBy(/isolated/));
});

test('what the table sends again as if it had not been sent is judged so', () => {
  assert.deepEqual(judged('requeue'), followedBy(/smaller calls|^nothing is sent for a pause/));
});

test('what the table never sends again, and what needs nothing, is final', () => {
  assert.deepEqual(judged('final'), followedBy(/not sent again|^every caller gets its own$|^nothing$/));
});

test('every ending is explained in one line of its own', () => {
  const lines = CALLS.map((call) => ENDINGS[call].means);
  assert.equal(new Set(lines).size, CALLS.length);
  for (const line of [...lines, ...CALLS.map((call) => ENDINGS[call].follows)]) assert.match(line, /^\S[^|\n]*\S$/);
});

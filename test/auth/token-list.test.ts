import assert from 'node:assert/strict';
import { timingSafeEqual } from 'node:crypto';
import { test } from 'node:test';
import { Caller } from '../../src/auth/caller.ts';
import { TokenList } from '../../src/auth/token-list.ts';

const callers = ['a', 'b', 'c'].map((name) => new Caller(name, '*', false));
const tokens = callers.map((caller) => [`token-of-${caller.name}-0123456789`, caller] as const);

test('a token is known by the whole of it, and by nothing else', () => {
  const list = new TokenList(tokens);
  for (const [token, caller] of tokens) assert.equal(list.callerOf(token), caller);
  for (const wrong of ['', 'token-of-a-012345678', 'token-of-a-01234567890', 'TOKEN-OF-A-0123456789', '__proto__'])
    assert.equal(list.callerOf(wrong), undefined, wrong);
});

test('whatever is asked about is compared with every token, by digests of one length, in constant time', () => {
  const asked: number[] = [];
  const list = new TokenList(tokens, (one, other) => {
    asked.push(one.byteLength, other.byteLength);
    return timingSafeEqual(one, other);
  });
  for (const token of [...tokens.map(([each]) => each), 'x', 'y'.repeat(10_000)]) {
    asked.length = 0;
    list.callerOf(token);
    assert.deepEqual(asked, [32, 32, 32, 32, 32, 32]);
  }
});

test('no token is kept as it is', () => {
  const list = new TokenList(tokens);
  const kept = JSON.stringify(list, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
  for (const [token] of tokens) assert.ok(!kept.includes(token), 'a token in clear text');
});

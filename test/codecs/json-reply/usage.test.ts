import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { batched } from '../messages.ts';

test('tokens of a call, their details included, are shared out, and the shares add up', () => {
  const choice = (index: number, text: string): string => `{"index":${index},"text":"${text}"}`;
  const usage =
    '"usage":{"prompt_tokens":7,"completion_tokens":9,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":3,"n":"x"}}';
  const { answers } = batched(
    createCodec('openai-completions'),
    ['{"model":"m","prompt":"a"}', '{"model":"m","prompt":"a longer one"}', '{"model":"m","prompt":"b"}'],
    `{"id":"1","choices":[${choice(0, 'x')},${choice(1, 'a long answer')},${choice(2, 'z')}],${usage}}`,
  );
  const told = answers.map((answer) => JSON.parse(answer).usage);
  const sum = (of: (usage: (typeof told)[number]) => number): number => told.reduce((total, one) => total + of(one), 0);
  assert.deepEqual(
    [
      sum((one) => one.prompt_tokens),
      sum((one) => one.completion_tokens),
      sum((one) => one.total_tokens),
      sum((one) => one.prompt_tokens_details.cached_tokens),
      sum((one) => one.completion_tokens_details.reasoning_tokens),
    ],
    [7, 9, 16, 5, 3],
  );
  for (const one of told) {
    assert.equal(one.total_tokens, one.prompt_tokens + one.completion_tokens);
    assert.equal(one.completion_tokens_details.n, 'x');
  }
  assert.ok(told[1].completion_tokens > told[0].completion_tokens);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Gateway } from '../../src/gateway/index.ts';
import { metricSum, startTestGateway } from '../support/gateway.ts';

let gateway: Gateway;

before(async () => {
  // A fixed wait, not a learned one: how many batches there are must not depend on how fast this machine is.
  const batching = { policy: 'linger', maxQueueDelayMs: 200 } as const;
  gateway = await startTestGateway({ endpoints: { demo: { upstream: { type: 'embedded' }, batching } } });
});
after(() => gateway.stop());

async function ask(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; json: unknown }> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  const reply = await fetch(`${gateway.url}/invocations`, init);
  return { status: reply.status, json: await reply.json() };
}

const TEXTS = [
  'I want to run a marathon in spring',
  'save ten percent of every paycheck',
  'ask for a raise',
  'red',
  'a glass of water',
];
const LABELS = ['health', 'finance', 'career'];
const classify = (inputs: string) => ({ inputs, parameters: { candidate_labels: LABELS } });

interface Ranked {
  readonly sequence: string;
  readonly labels: readonly string[];
  readonly scores: readonly number[];
}

test('the real model classifies, and a batch changes no answer by more than 1e-5', async () => {
  const alone: Ranked[] = [];
  for (const text of TEXTS) alone.push((await ask(classify(text), { 'x-tidegate-max-wait-ms': '0' })).json as Ranked);
  assert.deepEqual(
    alone.slice(0, 3).map(({ labels }) => labels[0]),
    ['health', 'finance', 'career'],
  );
  const before = await metricSum(gateway, 'tidegate_batches_total');
  const crowd = Array.from({ length: 40 }, (_, index) => TEXTS[index % TEXTS.length] ?? '');
  const together = await Promise.all(crowd.map(async (text) => (await ask(classify(text))).json as Ranked));
  const batches = (await metricSum(gateway, 'tidegate_batches_total')) - before;
  assert.ok(batches < 20, `${batches} batches for 40 requests`);
  together.forEach((answer, index) => {
    const expected = alone[index % TEXTS.length];
    assert.deepEqual([answer.sequence, answer.labels], [expected?.sequence, expected?.labels]);
    answer.scores.forEach((score, i) => assert.ok(Math.abs(score - (expected?.scores[i] ?? 0)) < 1e-5));
  });
});

test('embeddings and classifications of one endpoint do not mix, and each gets its own form', async () => {
  const both = await Promise.all(TEXTS.flatMap((text) => [ask({ inputs: text }), ask(classify(text))]));
  both.forEach(({ status, json }, index) => {
    assert.equal(status, 200);
    if (index % 2 === 0)
      assert.deepEqual(
        (json as number[][]).map((row) => row.length),
        [512],
      );
    else assert.equal((json as Ranked).labels.length, 3);
  });
});

test('an empty text is its own caller’s error alone', async () => {
  const crowd = ['red', '', 'blue', 'green'];
  const answers = await Promise.all(crowd.map((text) => ask(classify(text))));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 424, 200, 200],
  );
});

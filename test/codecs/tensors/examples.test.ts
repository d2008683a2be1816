import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Message } from '../../../src/codecs/port.ts';
import { batched, itemsOf } from './messages.ts';

interface Example {
  readonly status?: number;
  readonly contentType: string;
  readonly body?: unknown;
  readonly bodyBase64?: string;
}

function example(contract: string, file: string): Message {
  const text = readFileSync(new URL(`../contracts/${contract}/${file}.json`, import.meta.url), 'utf8');
  const { contentType, body, bodyBase64 }: Example = JSON.parse(text);
  const raw = bodyBase64 === undefined ? Buffer.from(JSON.stringify(body)) : Buffer.from(bodyBase64, 'base64');
  return { headers: { 'content-type': contentType }, body: raw };
}

for (const contract of ['kserve-v2', 'triton-v2-binary']) {
  test(`two requests of ${contract} become the example's batch, and its reply their own, byte for byte`, () => {
    const requests = ['single', 'single2'].map((name) => example(contract, `${name}.request`));
    const { sent, answers } = batched(requests, () => example(contract, 'batch.response'));
    assert.deepEqual(sent, example(contract, 'batch.request'));
    for (const [index, name] of ['single', 'single2'].entries()) {
      assert.deepEqual(answers[index], { status: 200, ...example(contract, `${name}.response`) });
    }
  });

  test(`the overhead of ${contract} and its items' bytes bound what a call weighs`, () => {
    const { items, overheadBytes } = itemsOf(example(contract, 'single.request'));
    const many = Array.from({ length: 1000 }, () => items).flat();
    const bound = overheadBytes + many.reduce((sum, { bytes }) => sum + bytes, 0);
    const weight = items[0]?.envelope.join(many).body.length ?? 0;
    assert.ok(weight <= bound && weight > bound - 60, `${weight} of ${bound}`);
  });
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createCodec } from '../../src/codecs/index.ts';
import { itemsOf, reply, request, resultsOf } from './messages.ts';

interface Example {
  readonly status?: number;
  readonly contentType: string;
  readonly body: unknown;
}

function example(contract: string, file: string): Example {
  return JSON.parse(readFileSync(new URL(`contracts/${contract}/${file}.json`, import.meta.url), 'utf8'));
}

function parsed(body: Buffer): unknown {
  return JSON.parse(body.toString());
}

for (const contract of ['kserve-v1', 'hf-zero-shot-classification', 'jumpstart-text2text-v1', 'tei-embed']) {
  test(`two requests of ${contract} become the example's batch, and its reply their own`, () => {
    const codec = createCodec(contract);
    const singles = ['single', 'single2'].map((name) => {
      const { body, contentType } = example(contract, `${name}.request`);
      return {
        ...itemsOf(codec, request(JSON.stringify(body), contentType)),
        answer: example(contract, `${name}.response`).body,
      };
    });
    assert.equal(singles[0]?.key, singles[1]?.key);
    const items = singles.flatMap((single) => single.items);
    assert.deepEqual(parsed(codec.join(items).body), example(contract, 'batch.request').body);
    const results = resultsOf(codec, reply(JSON.stringify(example(contract, 'batch.response').body)), items);
    for (const [index, single] of singles.entries()) {
      const answer = codec.assemble(results.slice(index, index + 1), single.items);
      assert.equal(answer.status, example(contract, 'single.response').status);
      assert.deepEqual(parsed(answer.body), single.answer);
    }
  });

  test(`the overhead of ${contract} and its slices bound what a call weighs`, () => {
    const codec = createCodec(contract);
    const { body } = example(contract, 'single.request');
    const { items, overheadBytes } = itemsOf(codec, request(JSON.stringify(body)));
    const many = Array.from({ length: 1000 }, () => items).flat();
    const slices = many.reduce((sum, { slice }) => sum + slice.length + 1, 0);
    const weight = codec.join(many).body.length;
    assert.ok(weight <= slices + overheadBytes && weight > slices + overheadBytes - 20);
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codecNames, createCodec } from '../../src/codecs/index.ts';
import { contracts, example, isBatchable } from './contracts.ts';
import { itemsOf, together } from './messages.ts';

const batchable = contracts.filter(isBatchable);

test('there are 56 contracts, 45 of which can be batched, and each is the name of a codec', () => {
  assert.equal(contracts.length, 56);
  assert.equal(batchable.length, 45);
  assert.deepEqual(
    contracts.filter((contract) => !codecNames.includes(contract)),
    [],
  );
});

describe('two requests become the very bytes of the example’s batch, and its reply their own', () => {
  for (const contract of batchable) {
    test(contract, () => {
      const singles = ['single', 'single2'];
      const requests = singles.map((name) => example(contract, `${name}.request`));
      const { sent, answers } = together(createCodec(contract), requests, example(contract, 'batch.response'));
      const expected = example(contract, 'batch.request');
      assert.equal(sent.body.toString('latin1'), expected.body.toString('latin1'));
      assert.deepEqual(sent.headers, expected.headers);
      for (const [index, name] of singles.entries()) {
        const { status, headers, body } = example(contract, `${name}.response`);
        assert.equal(answers[index]?.body.toString('latin1'), body.toString('latin1'));
        assert.deepEqual({ status: answers[index]?.status, headers: answers[index]?.headers }, { status, headers });
      }
    });
  }
});

describe('the overhead and the bytes of its items bound what a call weighs', () => {
  for (const contract of batchable) {
    test(contract, () => {
      const codec = createCodec(contract);
      const { items, overheadBytes } = itemsOf(codec, example(contract, 'single.request'));
      const many = Array.from({ length: 1000 }, () => items).flat();
      const bound = overheadBytes + many.reduce((sum, { bytes }) => sum + bytes, 0);
      const weight = codec.join(many).body.length;
      assert.ok(weight <= bound && weight > bound - 60, `${weight} of ${bound}`);
    });
  }
});

describe('a contract that cannot be batched sends its requests alone', () => {
  for (const contract of contracts.filter((name) => !isBatchable(name))) {
    test(contract, () => {
      assert.equal(createCodec(contract).extract(example(contract, 'single.request')).kind, 'alone');
    });
  }
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createCodec } from '../../../src/codecs/index.ts';
import type { CodecItem, Reply } from '../../../src/codecs/port.ts';
import { contracts, example, isBatchable } from '../contracts.ts';
import { itemsOf, reply, request, resultsOf } from '../messages.ts';

function changed(reply: Reply, body: string | Buffer): Reply {
  return { ...reply, body: Buffer.from(body) };
}

/** Replies that are wrong whatever the contract. */
const WRONG: readonly (readonly [what: string, body: (right: Buffer, single: Buffer) => string | Buffer])[] = [
  ['nothing', () => ''],
  ['an error with status 200', () => '{"error":"overloaded"}'],
  ['half of it', (right) => right.subarray(0, right.length >> 1)],
  ['what one alone gets', (_, single) => single],
  ['markup', () => '<html><body>502</body></html>'],
];

describe('a reply that is not one result for each item is never taken apart', () => {
  for (const contract of contracts.filter(isBatchable)) {
    test(contract, () => {
      const codec = createCodec(contract);
      const items = ['single', 'single2', 'single'].flatMap((name) => itemsOf(codec, example(contract, `${name}.request`)).items);
      const [right, single] = [example(contract, 'batch.response'), example(contract, 'single.response')];
      for (const [what, body] of WRONG) {
        const split = codec.split(changed(right, body(right.body, single.body)), items);
        assert.ok('mismatch' in split, `${what}: ${JSON.stringify(split)}`);
      }
    });
  }
});

/** Where replies have their results beside other members; two of them, in call of two. */
const BESIDE: readonly (readonly [codec: string, asked: readonly [string, string], says: (beside: string) => string])[] = [
  ['kserve-v1', ['{"instances":[1]}', '{"instances":[2]}'], (beside) => `{"predictions":[10,20]${beside}}`],
  ['tfserving-predict', ['{"inputs":[1]}', '{"inputs":[2]}'], (beside) => `{"outputs":[10,20]${beside}}`],
  [
    'tfserving-predict',
    ['{"inputs":{"x":[1]}}', '{"inputs":{"x":[2]}}'],
    (beside) => `{"outputs":{"y":[10,20],"z":[1,2]}${beside}}`,
  ],
  [
    'tfserving-predict',
    ['{"inputs":{"x":[1]}}', '{"inputs":{"x":[2]}}'],
    (beside) => `{"outputs":{"y":[10,20],"z":{"k":1${beside}}}}`,
  ],
  ['mlflow', ['{"inputs":[1]}', '{"inputs":[2]}'], (beside) => `{"predictions":{"a":[10,20],"b":[1,2]}${beside}}`],
  ['mlflow', ['{"inputs":[1]}', '{"inputs":[2]}'], (beside) => `{"predictions":[10,20]${beside}}`],
  ['sagemaker-rcf-json', ['{"instances":[1]}', '{"instances":[2]}'], (beside) => `{"scores":[10,20]${beside}}`],
  [
    'jumpstart-textembedding-json',
    ['{"text_inputs":["a"]}', '{"text_inputs":["b"]}'],
    (beside) => `{"embedding":[[1],[2]]${beside}}`,
  ],
  [
    'openai-embeddings',
    ['{"model":"m","input":"a"}', '{"model":"m","input":"b"}'],
    (beside) =>
      `{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}]${beside},"usage":{"prompt_tokens":2,"total_tokens":2}}`,
  ],
];

describe('a second list as long as the results, however deep, is never handed to each caller', () => {
  for (const [name, asked, says] of BESIDE) {
    test(`${name}, ${says('')}`, () => {
      const codec = createCodec(name);
      const items = asked.flatMap((body) => itemsOf(codec, request(body)).items);
      for (const beside of ['', ',"n":[1,2,3]', ',"n":{"k":[[1],"[1,2]",null]}', ',"n":[]']) {
        resultsOf(codec, reply(says(beside)), items);
      }
      for (const beside of [
        ',"n":[1,2]',
        ',"n":{"k":[1,2]}',
        ',"n":{"k":{"j":[1,2]}}',
        ',"n":[[7,8]]',
        ',"n":{"0":7,"1":8}',
        ',"predictions2":["a",["b"]]',
      ]) {
        const split = codec.split(reply(says(beside)), items);
        assert.ok('mismatch' in split, says(beside));
        assert.match(split.mismatch, /a second list as long as the results/);
      }
    });
  }
});

/** What replies are made of, and what is not. */
const fragment = fc.constantFrom(
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '"',
  '\\',
  '\n',
  '\r\n',
  '1',
  '-0.5',
  'NaN',
  'null',
  '"a"',
  '[1]',
  '"predictions"',
  '"index"',
  '"data"',
  '"generated_texts"',
  '"scores"',
  '"labels"',
  '"score"',
  '"outputs"',
  '"shape"',
  '0.25,0.75',
  '{"index":0}',
  '{"index":1,"score":2}',
);
const noise = fc.oneof(
  fc.array(fragment, { maxLength: 12 }).map((parts) => Buffer.from(parts.join(''))),
  fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes)),
);

/** A body with a piece of it replaced by something else. */
function damaged(body: Buffer): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.nat(body.length), fc.nat(8), noise)
    .map(([at, length, piece]) => Buffer.concat([body.subarray(0, at), piece, body.subarray(at + length)]));
}

describe('whatever a model answers, it is a mismatch or as many results as there are items', () => {
  for (const contract of contracts.filter(isBatchable)) {
    test(contract, () => {
      const codec = createCodec(contract);
      const singles = ['single', 'single2'].map((name) => itemsOf(codec, example(contract, `${name}.request`)).items);
      const items: readonly CodecItem[] = singles.flat();
      const right = example(contract, 'batch.response');
      fc.assert(
        fc.property(fc.oneof(noise, damaged(right.body)), (body) => {
          const split = codec.split(changed(right, body), items);
          if ('mismatch' in split) return;
          assert.equal(split.length, items.length);
          let at = 0;
          for (const own of singles) {
            codec.assemble(split.slice(at, at + own.length), own);
            at += own.length;
          }
        }),
        { numRuns: 150, includeErrorInReport: true },
      );
    });
  }
});

describe('whatever is asked, taking it apart never throws', () => {
  for (const contract of contracts) {
    test(contract, () => {
      const codec = createCodec(contract);
      const { headers, body } = example(contract, 'single.request');
      fc.assert(
        fc.property(fc.oneof(noise, damaged(body)), (asked) => {
          const extraction = codec.extract({ headers, body: asked });
          if (extraction.kind === 'items') assert.ok(codec.join(extraction.items).body.length > 0, 'an empty call');
        }),
        { numRuns: 150, includeErrorInReport: true },
      );
    });
  }
});

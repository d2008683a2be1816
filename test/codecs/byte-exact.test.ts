import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCodec } from '../../src/codecs/index.ts';
import { batched, itemsOf, request } from './messages.ts';

/** Values that do not survive being parsed and printed. */
const AWKWARD = [
  '1.0',
  '1e-05',
  '1E+2',
  '12345678901234567890',
  '-0.0',
  '0.1000000000000000055511151231257827',
  'NaN',
  '-Infinity',
  '"\\u00e9\\/"',
  '{ "2": 1,\n "1" : [Infinity ] }',
  '{"a":1,"a":2,"__proto__":{"x":1}}',
];

const TEXTS = ['"\\u00e9"', '"é"', '"\\/"', '"\\ud83d"', '"😀\\ud83d\\ude00"', '"\\u0000\\t"', '"[\\"a\\", {}]"', '"__proto__"'];
const IN_OBJECTS = AWKWARD.map((value) => `{"x" : ${value}\t}`);
const IN_LISTS = AWKWARD.map((value) => `[ 1.0,\n${value}]`);
const VECTORS = ['[1.0, 1e-05 ]', '[-0.0,12345678901234567890]', '[ NaN,-Infinity]'];

/** How a contract looks. */
interface Look {
  readonly items: readonly string[];
  /** Where its items stand in a request. */
  readonly key?: string;
  /** Beside its items; each may stand before them or behind. */
  readonly beside?: string;
  /** Whether one item is written without a list, and answered without one. */
  readonly bareItem: boolean;
  readonly bareResult: boolean;
  readonly results: readonly string[];
  /** Where results stand in a reply; the reply is their list where there is none. */
  readonly at?: string;
}

const PARAMETERS = '"parameters" : { "2":1.0, "1" : "\\u00e9" }';
const LABELS = '"candidate_labels":[ "a","b\\u00e9" ]';

const listed = (key: string, at: string | undefined, items = AWKWARD, results = AWKWARD): Look => ({
  items,
  key,
  bareItem: false,
  bareResult: false,
  results,
  ...(at === undefined ? {} : { at }),
});
const texts = (key: string, results: readonly string[], more: Partial<Look> = {}): Look => ({
  items: TEXTS,
  key,
  bareItem: true,
  bareResult: true,
  results,
  ...more,
});
const ZERO_SHOT = AWKWARD.map((value) => `{"labels": [ "a"], "scores" :[${value} ]}`);
const ANSWERS = AWKWARD.map((value) => `{ "answer":${value} }`);
const QUESTIONS = TEXTS.map((text) => `{"question": ${text} ,"context":${text}}`);

const LOOKS: readonly (readonly [codec: string, look: Look])[] = [
  ['hf-zero-shot-classification', texts('inputs', ZERO_SHOT, { beside: `"parameters":{ ${LABELS} , "n":1.0}` })],
  ['hf-text-classification', texts('inputs', IN_OBJECTS, { bareResult: false, beside: PARAMETERS })],
  ['hf-text-classification-topk', texts('inputs', IN_LISTS, { beside: '"parameters":{"top_k": null}' })],
  [
    'hf-text-classification-return-all-scores',
    texts('inputs', IN_LISTS, { bareResult: false, beside: '"parameters":{"return_all_scores":true}' }),
  ],
  ['hf-token-classification', texts('inputs', IN_LISTS, { beside: PARAMETERS })],
  ['hf-question-answering', texts('inputs', ANSWERS, { items: QUESTIONS, beside: PARAMETERS })],
  ['hf-question-answering-topk', texts('inputs', IN_LISTS, { items: QUESTIONS, beside: '"parameters":{"top_k":2}' })],
  ['hf-text2text-generation', texts('inputs', IN_OBJECTS, { bareResult: false })],
  ['hf-text2text-generation-nrs2', texts('inputs', IN_LISTS, { beside: '"parameters":{"num_return_sequences":2}' })],
  ['hf-summarization', texts('inputs', IN_OBJECTS, { bareResult: false, beside: PARAMETERS })],
  ['hf-translation', texts('inputs', IN_OBJECTS, { bareResult: false, beside: PARAMETERS })],
  ['hf-text-generation', texts('inputs', IN_LISTS, { beside: PARAMETERS })],
  ['hf-fill-mask', texts('inputs', IN_LISTS, { beside: PARAMETERS })],
  ['hf-feature-extraction', texts('inputs', IN_LISTS, { beside: PARAMETERS })],
  [
    'jumpstart-text2text-v1',
    texts('text_inputs', TEXTS, { bareResult: false, at: 'generated_texts', beside: '"temperature": 1.0' }),
  ],
  ['jumpstart-zstc', texts('sequences', ZERO_SHOT, { beside: `${LABELS},"multi_class" :false` })],
  ['jumpstart-textembedding-json', listed('text_inputs', 'embedding', TEXTS, VECTORS)],
  ['djl-lmi-dynamic-batch', texts('inputs', IN_OBJECTS, { bareResult: false, beside: PARAMETERS })],
  ['djl-text-embedding', texts('inputs', VECTORS)],
  ['tei-embed', texts('inputs', VECTORS, { bareResult: false, beside: '"truncate" : true' })],
  ['tei-predict', texts('inputs', IN_LISTS, { items: TEXTS.map((text) => `[ ${text}]`) })],
  ['kserve-v1', listed('instances', 'predictions')],
  ['torchserve-json-envelope', listed('instances', 'predictions')],
  ['tfserving-predict', { ...listed('instances', 'predictions'), beside: '"signature_name":"\\u00e9"' }],
  ['tfserving-predict', listed('inputs', 'outputs')],
  ['tfserving-predict', listed('examples', 'result')],
  ['sagemaker-builtin-json', { ...listed('instances', 'predictions'), beside: '"configuration": {"n" : 1.0}' }],
  ['sagemaker-rcf-json', listed('instances', 'scores')],
  ['sagemaker-blazingtext-json', listed('instances', undefined)],
  ['mlflow', listed('inputs', 'predictions', ['1.0', '1e-05', '-0.0', '1E+2', 'NaN'])],
  ['mlflow', listed('dataframe_records', 'predictions', ['{ "a":1.0}', '{"a" : 1e-05}', '{"a":NaN }'])],
];

/** What the tables of docs/codecs.md name as stated in joined calls. */
const INJECTED = /,"parameters":\{"batch_size":\d+\}|,"batch_size":\d+/;

describe('numbers, escapes, white space and the order of keys reach the model, and its callers, as they were written', () => {
  for (const [name, look] of LOOKS) {
    for (const itemsFirst of [true, false]) {
      test(`${name}, "${look.key ?? ''}", items ${itemsFirst ? 'first' : 'last'}`, () => {
        const { key = '', beside = '"k": "\\u00e9"', bareItem, bareResult, results, at } = look;
        const around = (value: string): string =>
          itemsFirst ? `{ "${key}" :${value} , ${beside}}\n` : `{${beside},"${key}": ${value}\t}`;
        const says = (value: string): string =>
          at === undefined ? ` ${value}\n` : `{"m": 1.0, "${at}" : ${value}, "v":"\\u00e9"}\n`;
        const answer = results.map((result) => result);
        const items = results.map((_, index) => look.items[index % look.items.length] ?? '');
        const reply = says(`[ ${answer.join(' ,\n')} ]`);
        const { sent, answers } = batched(
          createCodec(name),
          items.map((item) => around(bareItem ? item : `[ ${item}]`)),
          reply,
        );
        assert.equal(sent.replace(INJECTED, ''), around(`[${items.join(',')}]`));
        assert.deepEqual(
          answers,
          answer.map((result) => says(bareResult ? result : `[ ${result} ]`)),
        );
      });
    }
  }
});

test('a key that stands twice, at the top or deeper, makes a request go alone; inside an item it is the model that says', () => {
  const codec = createCodec('kserve-v1');
  for (const body of [
    '{"instances":[1],"a":1,"a":2}',
    '{"instances":[1],"instances":[2]}',
    '{"instances":[1],"inst\\u0061nces":[2]}',
    '{"instances":[1],"a":[{"b":{"c":1,"\\u0063":1}}]}',
  ]) {
    assert.equal(codec.extract(request(body)).kind, 'alone', body);
  }
  assert.equal(itemsOf(codec, request('{"instances":[{"a":1,"a":2}]}')).items[0]?.parts.toString(), '{"a":1,"a":2}');
});

test('headers and status are those of the first request and of the reply', () => {
  const codec = createCodec('kserve-v1');
  const first = {
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-a': '1' },
    body: Buffer.from('{"instances":[1]}'),
  };
  const items = [first, request('{"instances":[2]}')].flatMap((message) => itemsOf(codec, message).items);
  assert.equal(codec.join(items).headers, first.headers);
  const headers = { 'content-type': 'text/plain' };
  const results = codec.split({ status: 201, headers, body: Buffer.from('{"predictions":[1,2]}') }, items);
  assert.ok(!('mismatch' in results));
  const { status, headers: answered } = codec.assemble(results.slice(1), items.slice(1));
  assert.deepEqual({ status, answered }, { status: 201, answered: headers });
});

test('an envelope keeps its bytes when the body it came from is written over', () => {
  const codec = createCodec('kserve-v1');
  const body = Buffer.from('{"instances":[1],"a":1}');
  const fresh = { headers: { 'content-type': 'application/json' }, body };
  codec.extract(fresh);
  body.fill(0x20);
  const { items } = itemsOf(codec, request('{"instances":[7],"a":1}'));
  assert.equal(codec.join(items).body.toString(), '{"instances":[7],"a":1}');
});

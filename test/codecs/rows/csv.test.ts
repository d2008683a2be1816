import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { itemsOf, mismatchOf, reply, request, resultsOf, together } from '../messages.ts';

const csv = (body: string) => request(body, 'text/csv');

test('a row that is left over goes as its caller would have written it, and its answer joins the others', () => {
  for (const [name, header, list, one] of [
    ['hf-question-answering', 'question,context', '[{"answer":"a"}, {"answer":"b"}]', '{"answer":"c"}'],
    ['hf-fill-mask', 'inputs', '[[{"n":1}],[{"n":2}]]', '[{"n":3}]'],
  ] as const) {
    const codec = createCodec(name);
    const row = header.includes(',') ? 'x,y' : 'x';
    const { items } = itemsOf(codec, csv(`${header}\n${row}\n${row}\n${row}\n`));
    assert.equal(codec.join(items.slice(2)).body.toString(), `${header}\n${row}\n`);
    const results = [...resultsOf(codec, reply(list), items.slice(0, 2)), ...resultsOf(codec, reply(one), items.slice(2))];
    assert.deepEqual(JSON.parse(codec.assemble(results, items).body.toString()), [...JSON.parse(list), JSON.parse(one)], name);
  }
});

test('a quoted field may hold line feeds, commas and quotes; line ends are as they were', () => {
  const codec = createCodec('hf-text-classification');
  const { sent, answers } = together(
    codec,
    [csv('inputs\r\n"a,\nb ""c"""'), csv('inputs\r\nd\r\n')].map(({ body }) => csv(body.toString())),
    reply('[{"x":1},{"x":2}]'),
  );
  assert.equal(sent.body.toString(), 'inputs\r\n"a,\nb ""c"""\r\nd');
  assert.deepEqual(
    answers.map(({ body }) => body.toString()),
    ['[{"x":1}]', '[{"x":2}]'],
  );
});

test('what some reader ends a row at, besides a line feed, makes a request go alone', () => {
  for (const end of ['\r', '\v', '\f', '\u001c', '\u001e', '\u0085', '\u2028', '\u2029']) {
    for (const [codec, message] of [
      ['mlflow', csv(`a,b\n1,2${end}3,4\n5,6\n`)],
      ['xgboost', csv(`1,2${end}3,4\n5,6`)],
      ['jumpstart-tf-tc', request(`a${end}b`, 'application/x-text')],
      ['hf-text-classification', csv(`inputs\n"a${end}b"\nc\n`)],
    ] as const) {
      const extraction = createCodec(codec).extract(message);
      assert.equal(extraction.kind, 'alone', `${codec} ${JSON.stringify(end)}`);
    }
  }
  assert.equal(itemsOf(createCodec('mlflow'), csv('a,b\r\n1,2\r\n3,4\r\n')).items.length, 2);
});

test('one line of XGBoost is several results only where nothing ends it', () => {
  const codec = createCodec('xgboost');
  const { items } = itemsOf(codec, csv('1,2\n3,4\n'));
  for (const ended of ['0.1,0.9\n', '0.1,0.9\r\n', '0.1,0.9\n\n', '\n0.1,0.9']) {
    assert.match(mismatchOf(codec, reply(ended, 'text/csv'), items), /expected 2 lines, got 1/, JSON.stringify(ended));
  }
  const results = resultsOf(codec, reply('[0.1, 0.9],[0.2, 0.8]', 'text/csv'), items);
  assert.equal(codec.assemble(results.toReversed(), items).body.toString(), '[0.2, 0.8],[0.1, 0.9]');
  const probabilities = resultsOf(codec, reply('0.1,0.9\n0.2,0.8\n', 'text/csv'), items);
  assert.equal(codec.assemble(probabilities.slice(1), items.slice(1)).body.toString(), '0.2,0.8\n');
});

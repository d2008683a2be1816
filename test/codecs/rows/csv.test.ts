import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { itemsOf, reply, request, resultsOf, together } from '../messages.ts';

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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../../src/upstreams/embedded/refusal.ts';
import { parseRequest } from '../../../src/upstreams/embedded/request.ts';

const parse = (body: unknown) => parseRequest(Buffer.from(JSON.stringify(body)));
const zeroShot = (inputs: unknown, parameters: object) =>
  parse({ inputs, parameters: { candidate_labels: ['a'], ...parameters } });

function refusal(action: () => unknown): Refusal {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error;
  }
  throw new Error('the request was not refused');
}

test('a body without candidate labels asks for embeddings', () => {
  assert.deepEqual(parse({ inputs: 'a', normalize: true }), { form: 'embed', texts: ['a'], truncate: true });
  assert.deepEqual(parse({ inputs: ['a', 'b'], truncate: false }), { form: 'embed', texts: ['a', 'b'], truncate: false });
});

test('a body with candidate labels asks for a classification', () => {
  const expected = { form: 'zero-shot', texts: ['a'], single: true, labels: ['x', 'y'], multiLabel: true, template: '{}!' };
  const parameters = { candidate_labels: ' x, y,', multi_label: true, hypothesis_template: '{}!', batch_size: 4 };
  assert.deepEqual(zeroShot('a', parameters), expected);
});

test('a list of one text is not a single text', () => {
  const request = zeroShot(['a'], {});
  assert.ok(request.form === 'zero-shot' && !request.single);
});

for (const [name, body] of [
  ['an empty list', { inputs: [] }],
  ['an empty text', { inputs: '' }],
  ['an empty text in a list', { inputs: ['a', ''] }],
  ['a text that is a number', { inputs: ['a', 1] }],
  ['no inputs', {}],
  ['truncate of another type', { inputs: 'a', truncate: 'yes' }],
  ['normalize of another type', { inputs: 'a', normalize: 1 }],
  ['a list for a body', ['a']],
] as const) {
  test(`the embedding form refuses ${name} as a validation error`, () => {
    const { status, body: answer } = refusal(() => parse(body));
    assert.equal(status, 400);
    assert.match(JSON.stringify(answer), /^\{"error":"Input validation error: .*","error_type":"Validation"\}$/);
  });
}

for (const bytes of ['{', '', '\xff']) {
  test(`${JSON.stringify(bytes)} is refused as a validation error`, () => {
    assert.equal(refusal(() => parseRequest(Buffer.from(bytes, 'latin1'))).status, 400);
  });
}

for (const [name, inputs, parameters] of [
  ['an empty list', [], {}],
  ['an empty text', '', {}],
  ['one empty text among others', ['a', '', 'b'], {}],
  ['a text that is a number', [1], {}],
  ['no labels', 'a', { candidate_labels: [] }],
  ['only commas for labels', 'a', { candidate_labels: ' ,' }],
  ['an empty label', 'a', { candidate_labels: ['a', ''] }],
  ['labels that are a number', 'a', { candidate_labels: 3 }],
  ['multi_label of another type', 'a', { multi_label: 'true' }],
  ['a template without a place for the label', 'a', { hypothesis_template: 'This is it.' }],
  ['a template of another type', 'a', { hypothesis_template: 1 }],
] as const) {
  test(`the zero-shot form refuses ${name} as the toolkit does`, () => {
    const { status, body } = refusal(() => zeroShot(inputs, parameters));
    assert.equal(status, 400);
    assert.match(JSON.stringify(body), /^\{"code":400,"type":"InternalServerException","message":".+"\}$/);
  });
}

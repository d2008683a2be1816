import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { answerValues } from '../../src/evaluation/records/answer-values.ts';
import { join, joinAnswers } from '../../src/evaluation/records/join.ts';
import type { Joined } from '../../src/evaluation/records/joined.ts';
import { PREDICTIONS, REFERENCES } from '../../src/evaluation/records/places.ts';
import { readRecords } from '../../src/evaluation/records/read-records.ts';
import { RecordError } from '../../src/evaluation/records/record-error.ts';
import { renameLabels } from '../../src/evaluation/records/rename-labels.ts';
import { predictionsIn, referencesIn, type ValueFile } from '../../src/evaluation/records/value-file.ts';
import { guessedPlace } from '../../src/evaluation/records/values-at.ts';

function recordsOf(name: string, lines: readonly string[]): ReturnType<typeof readRecords> {
  return readRecords(
    name,
    (async function* () {
      yield Buffer.from(lines.map((line) => `${line}\n`).join(''));
    })(),
  );
}

/** A line a string; what is no string is written as JSON. */
function linesOf(records: readonly unknown[]): string[] {
  return records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
}

async function expected(...records: readonly unknown[]): Promise<ValueFile> {
  return referencesIn('expected.jsonl', await recordsOf('expected.jsonl', linesOf(records)));
}

async function said(...records: readonly unknown[]): Promise<ValueFile> {
  return predictionsIn('said.jsonl', await recordsOf('said.jsonl', linesOf(records)));
}

function pairsOf({ ids, references, predictions }: Joined): unknown[] {
  return ids.map((id, item) => [id, references[item], ...predictions.map((values) => values[item])]);
}

async function throwsRecordError(work: () => Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(work, (thrown) => thrown instanceof RecordError && message.test(thrown.message));
}

test('predictions are joined by id in the order of the references, whatever theirs is, 7 and "7" being one id', async () => {
  const joined = join(
    await expected({ id: 1, label: 'a' }, { id: '7', label: 'b' }, { id: 3, label: 'c' }),
    [await said({ id: 7, prediction: 'B' }, { id: 3, prediction: 'C' }, { id: 1, prediction: 'A' })],
    '/id',
  );
  assert.deepEqual(pairsOf(joined), [
    ['1', 'a', 'A'],
    ['7', 'b', 'B'],
    ['3', 'c', 'C'],
  ]);
  assert.deepEqual([joined.by, joined.missing, joined.surplus], ['id', [], []]);
});

test('what one system has not said is left out for all; so is what nobody should have said', async () => {
  const first = await said({ id: 1, prediction: 'A' }, { id: 2, prediction: 'B' }, { id: 9, prediction: 'X' });
  const second = await said({ id: 1, prediction: 'a' }, { id: 3, prediction: 'c' }, { id: 9, prediction: 'X' });
  const joined = join(
    await expected({ id: 1, label: 'a' }, { id: 2, label: 'b' }, { id: 3, label: 'c' }),
    [first, second],
    '/id',
  );
  assert.deepEqual(pairsOf(joined), [['1', 'a', 'A', 'a']]);
  assert.deepEqual([joined.missing, joined.surplus], [['2', '3'], ['9']]);
});

test('null is no prediction: alone, as a failed record of transform, or beside an id', async () => {
  const references = await expected({ id: 1, label: 'a' }, { id: 2, label: 'b' }, { id: 3, label: 'c' });
  const byId = join(references, [await said({ id: 1, prediction: 'A' }, 'null', { id: 3, prediction: null })], '/id');
  assert.deepEqual([pairsOf(byId), byId.missing], [[['1', 'a', 'A']], ['2', '3']]);
  const byLine = join(await expected({ label: 'a' }, { label: 'b' }), [await said('null', { prediction: 'B' })], '/id');
  assert.deepEqual([pairsOf(byLine), byLine.missing, byLine.by], [[['2', 'b', 'B']], ['1'], 'line']);
  await throwsRecordError(() => expected({ label: 'a' }, { label: null }), /^expected\.jsonl:2: null is no reference$/);
});

test('without ids lines are joined, blank ones left out, and there have to be as many', async () => {
  const references = await expected({ label: 'a' }, '', { label: 'b' });
  const joined = join(references, [await said({ label: 'A' }, { label: 'B' })], '/id');
  assert.deepEqual(pairsOf(joined), [
    ['1', 'a', 'A'],
    ['3', 'b', 'B'],
  ]);
  await throwsRecordError(
    async () => join(references, [await said({ label: 'A' })], '/id'),
    /said\.jsonl has 1 records, expected\.jsonl 2, and none an id at "\/id"/,
  );
});

test('a record that is there twice and says the same is one; one that says something else is told with both lines', async () => {
  const references = await expected({ id: 'x', label: 'a' });
  const again = { id: 'x', prediction: 'A' };
  assert.deepEqual(pairsOf(join(references, [await said(again, again)], '/id')), [['x', 'a', 'A']]);
  await throwsRecordError(
    async () => join(references, [await said(again, { id: 'x', prediction: 'B' })], '/id'),
    /^said\.jsonl:2: the id "x" has another value in line 1$/,
  );
});

test('an id that one record lacks is told', async () => {
  await throwsRecordError(
    async () => join(await expected({ id: 1, label: 'a' }), [await said({ prediction: 'A' })], '/id'),
    /^said\.jsonl:1: no id at "\/id"$/,
  );
});

test('where two values come from is told by their lines', async () => {
  const references = await expected('', { id: 1, label: 'a' }, { id: 2, label: 'b' });
  const byId = join(references, [await said({ id: 2, prediction: 'B' }, { id: 1, prediction: 'A' })], '/id');
  assert.equal(byId.placeOf(0, 0), 'said.jsonl:2, expected.jsonl:2');
  const asked = joinAnswers(references, [{ name: 'model', values: [undefined, 'B'] }], '/id');
  assert.equal(asked.placeOf(0, 0), 'the answer of model, expected.jsonl:3');
  assert.deepEqual([asked.ids, asked.missing, asked.by], [['2'], ['1'], 'request']);
});

test('a packed file is told as one', async () => {
  const packed = (async function* () {
    yield gzipSync('{"id":1}\n');
  })();
  await assert.rejects(readRecords('p.gz', packed), { name: 'RecordError', message: 'p.gz: packed with gzip; unpack it first' });
});

test('lines may be Python literals, as containers of FLAN-T5 write them; what is neither is told', async () => {
  const { place, values } = await said(`{'generated_texts': ["it's late"]}`, `{'generated_texts': ['a "b"\\n']}`);
  assert.deepEqual([place, values], ['/generated_texts/0', ["it's late", 'a "b"\n']]);
  await throwsRecordError(() => said({ prediction: 'a' }, '{oops'), /^said\.jsonl:2: neither JSON nor a Python literal/);
});

test('a record that has nothing to be compared is told with its line', async () => {
  await throwsRecordError(
    () => said({ prediction: 'a' }, { prediction: { of: 'another shape' } }),
    /^said\.jsonl:2: neither a text nor a list of texts at "\/prediction"$/,
  );
  await throwsRecordError(() => said({ nothing: [{}] }), /^said\.jsonl: where are the predictions\? --prediction takes/);
  await throwsRecordError(() => said(), /^said\.jsonl: there are no records in it$/);
});

/** By the contracts of docs/codecs.md. */
const SHAPES: readonly (readonly [reply: unknown, place: string])[] = [
  [{ sequence: 's', labels: ['sport', 'art'], scores: [0.9, 0.1] }, '/labels/0'],
  [[{ label: 'POSITIVE', score: 0.9 }], '/0/label'],
  [[[{ label: 'POSITIVE', score: 0.9 }]], '/0/0/label'],
  [{ label: 'POSITIVE', score: 0.9 }, '/label'],
  [{ score: 0.9, start: 1, end: 2, answer: 'Lisbon' }, '/answer'],
  [{ answers: [{ answer: 'Lisbon', score: 0.9 }] }, '/answers/0/answer'],
  [[{ generated_text: 'a' }, { generated_text: 'b' }], '/0/generated_text'],
  [[{ summary_text: 'a' }], '/0/summary_text'],
  [[{ translation_text: 'a' }], '/0/translation_text'],
  [{ generated_texts: ['a'] }, '/generated_texts/0'],
  [{ choices: [{ index: 0, text: 'a' }] }, '/choices/0/text'],
  [{ choices: [{ index: 0, message: { content: 'a' } }] }, '/choices/0/message/content'],
  [{ predictions: ['a'] }, '/predictions/0'],
  [{ predictions: [{ score: 0.1, predicted_label: 1 }] }, '/predictions/0/predicted_label'],
  [{ outputs: [{ name: 'o', shape: [1], datatype: 'BYTES', data: ['a'] }] }, '/outputs/0/data/0'],
  [[{ label: ['__label__1'], prob: [0.9] }], '/0/label/0'],
  [{ probabilities: [0.1, 0.9], labels: ['a', 'b'], predicted_label: 'b' }, '/predicted_label'],
  ['a', ''],
  [1, ''],
  [['O', 'B-PER'], ''],
  [{ id: 1, result: [{ label: 'POSITIVE' }] }, '/result/0/label'],
  [{ id: 1, result: 'a text' }, '/result'],
  [{ id: 1, generated_text: 'a text' }, '/generated_text'],
  // What is the record's own, such as the right label, is none of the model's.
  [{ text: 't', label: 'NEGATIVE', SageMakerOutput: [{ label: 'POSITIVE' }] }, '/SageMakerOutput/0/label'],
  [{ SageMakerInput: 'a', SageMakerOutput: 'b' }, '/SageMakerOutput'],
];

test('where predictions are is found in the reply of every contract, as it is and as transform writes it', () => {
  const found = SHAPES.map(([reply]) => guessedPlace([{ line: 1, json: Buffer.from(JSON.stringify(reply)) }], PREDICTIONS));
  assert.deepEqual(
    found,
    SHAPES.map(([, place]) => place),
  );
});

test('the first record that has something says where it is', () => {
  const records = ['null', '{"prediction":null}', '{"label":"a"}'].map((json, line) => ({ line, json: Buffer.from(json) }));
  assert.equal(guessedPlace(records, PREDICTIONS), '/label');
  const squad = [{ line: 1, json: Buffer.from('{"id":1,"answers":{"text":["a","b"],"answer_start":[1,2]}}') }];
  assert.equal(guessedPlace(squad, REFERENCES), '/answers/text');
});

test('labels may be numbers and literals, and are compared as they are written', async () => {
  const { values } = await said({ prediction: 1 }, { prediction: 1.5e3 }, { prediction: true }, { prediction: '1' });
  assert.deepEqual(values, ['1', '1500', 'true', '1']);
  assert.deepEqual((await said('{"prediction":1.50}', '{"prediction":NaN}')).values, ['1.50', 'NaN']);
});

test('predicted labels get the names that they have in the references, and no others', async () => {
  const joined = join(await expected({ label: 'good' }, { label: 'LABEL_1' }), [await said('"LABEL_1"', '"toString"')], '/id');
  const renamed = renameLabels(joined, { LABEL_1: 'good' });
  assert.deepEqual([renamed.predictions, renamed.references], [[['good', 'toString']], ['good', 'LABEL_1']]);
});

test('of answers, one that has nothing to be compared is none; where all are so, that is told', () => {
  const answers = ['[{"label":"a"}]', undefined, '{"error":"later"}', "[{'label': 'b'}]"].map(
    (answer) => answer && Buffer.from(answer),
  ) as (Buffer | undefined)[];
  assert.deepEqual(answerValues(answers, undefined), { place: '/0/label', values: ['a', undefined, undefined, 'b'] });
  assert.deepEqual(answerValues([Buffer.from('plain text')], undefined), { place: '', values: ['plain text'] });
  assert.equal(answerValues([Buffer.from('{}')], undefined), undefined);
  assert.equal(answerValues(answers, '/no/such'), undefined);
});

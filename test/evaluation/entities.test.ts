import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type EntityOptions, entities } from '../../src/evaluation/entities/entities.ts';
import { readLenient } from '../../src/evaluation/entities/read-lenient.ts';
import { type SchemeName } from '../../src/evaluation/entities/schemes.ts';
import { type ClassData, classReportData } from '../../src/evaluation/report/class-report-data.ts';
import { showClassReport } from '../../src/evaluation/report/show-class-report.ts';
import { assertClose, fixture } from './fixture.ts';

interface Case {
  readonly references: readonly (readonly string[])[];
  readonly predictions: readonly (readonly string[])[];
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly accuracy: number;
  readonly report: Readonly<Record<string, ClassData>> | null;
  readonly text: string | null;
}
type Lenient = Case & { readonly entities: readonly (readonly [type: string, start: number, end: number])[] };
type Strict = Case & { readonly scheme: SchemeName };

const { lenient, strict } = fixture('entities') as { lenient: readonly Lenient[]; strict: readonly Strict[] };

function assertAsRecorded({ references, predictions, report, text, ...recorded }: Case, options: EntityOptions): void {
  const scored = entities(options).score(predictions, references);
  const { f1, precision, recall, accuracy } = recorded;
  assert.deepEqual(
    scored.figures.map(({ name }) => name),
    ['f1', 'precision', 'recall', 'accuracy'],
  );
  assertClose(
    scored.figures.map(({ value }) => value),
    [f1, precision, recall, accuracy],
    'figures',
  );
  if (report === null || text === null) return;
  const found = scored.report ?? assert.fail('no report');
  const data = classReportData(found);
  assert.deepEqual(Object.keys(data), Object.keys(report));
  for (const [type, expected] of Object.entries(report))
    assertClose(Object.values(data[type] ?? {}), Object.values(expected), type);
  assert.equal(showClassReport(found, 4), text);
}

describe('as seqeval has it by default', () => {
  for (const [index, recorded] of lenient.entries()) {
    test(`case ${index}: ${recorded.references.flat().slice(0, 5).join(' ')}`, () => assertAsRecorded(recorded, {}));

    test(`case ${index}: the entities`, () => {
      const found = readLenient(recorded.references).map(({ type, start, end }) => [type, start, end]);
      assert.deepEqual(found, recorded.entities);
    });
  }
});

describe('as seqeval has it in strict mode', () => {
  for (const [index, recorded] of strict.entries()) {
    test(`case ${index}, ${recorded.scheme}`, () => assertAsRecorded(recorded, { strict: recorded.scheme }));
  }
});

const TAG = fc.constantFrom('O', 'B-PER', 'I-PER', 'E-PER', 'S-PER', 'B-LOC', 'I-LOC', 'X', '.');
const SEQUENCES = fc.array(fc.array(TAG, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 });

test('what is predicted as it is, is right; and exchanged, precision and recall are exchanged', () => {
  fc.assert(
    fc.property(SEQUENCES, fc.array(TAG, { minLength: 8, maxLength: 8 }), (truth, others) => {
      const predicted = truth.map((tags, item) => (item % 2 === 0 ? tags : others.slice(0, tags.length)));
      const [perfect, there, back] = [
        [truth, truth],
        [predicted, truth],
        [truth, predicted],
      ].map(([a = [], b = []]) =>
        entities()
          .score(a, b)
          .figures.map(({ value }) => value),
      );
      assert.deepEqual(perfect, readLenient(truth).length === 0 ? [0, 0, 0, 1] : [1, 1, 1, 1]);
      assertClose(
        there ?? [],
        [0, 2, 1, 3].map((index) => back?.[index] ?? NaN),
        'exchanged',
      );
    }),
  );
});

test('a draw is scored as if its items were all', () => {
  const [{ predictions, references }] = [lenient.at(-1) ?? assert.fail()];
  const draw = [3, 3, 0, 5, 7];
  const of = <T>(list: readonly T[]): T[] => draw.flatMap((item) => list.slice(item, item + 1));
  const again = entities().score(of(predictions), of(references));
  assertClose(
    entities().score(predictions, references).figuresOf(Uint32Array.from(draw)),
    again.figures.map(({ value }) => value),
    'draw',
  );
});

test('an item without an entity, of which none was found, is perfect', () => {
  const { columns } = entities().score(
    [
      ['O', 'O'],
      ['B-A', 'O'],
      ['O', 'B-A'],
    ],
    [
      ['O', 'O'],
      ['B-A', 'B-A'],
      ['O', 'O'],
    ],
  );
  assert.deepEqual(columns, [
    { name: 'f1', values: Float64Array.of(1, 2 / 3, 0) },
    { name: 'accuracy', values: Float64Array.of(1, 0.5, 0.5) },
  ]);
});

test('without any entity there is an empty report, where seqeval has none', () => {
  const { report } = entities().score([['O']], [['O']]);
  const none = { precision: 0, recall: 0, f1: 0, support: 0 };
  assert.deepEqual(report?.classes, []);
  assert.deepEqual(
    report?.averages,
    ['micro avg', 'macro avg', 'weighted avg'].map((name) => ({ name, ...none })),
  );
});

test('tags that cannot be scored are errors that name the item', () => {
  const scoring =
    (predictions: string[][], references: string[][], options: EntityOptions = {}) =>
    () =>
      entities(options).score(predictions, references);
  assert.throws(scoring([['O'], ['O']], [['O'], ['O', 'O']]), { item: 1, message: 'item 1: 1 tags where the reference has 2' });
  assert.throws(scoring([['O'], ['']], [['O'], ['O']]), { item: 1, message: 'item 1: a tag is empty' });
  assert.throws(scoring([['S-A']], [['O']], { strict: 'IOB2' }), { item: 0, message: 'item 0: "S-A" is no tag of IOB2' });
});

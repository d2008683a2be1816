import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { classification } from '../../src/evaluation/classification/classification.ts';
import { byCodePoint } from '../../src/evaluation/report/by-code-point.ts';
import { type ClassData, classReportData } from '../../src/evaluation/report/class-report-data.ts';
import { fixed } from '../../src/evaluation/report/fixed.ts';
import { numpySum } from '../../src/evaluation/report/numpy-sum.ts';
import { showClassReport } from '../../src/evaluation/report/show-class-report.ts';
import { assertClose, fixture } from './fixture.ts';

type Scores = readonly [precision: number, recall: number, f1: number];

interface Averages {
  readonly accuracy: number;
  readonly macro: Scores;
  readonly weighted: Scores;
  readonly micro: Scores;
}

interface Case {
  readonly references: readonly string[];
  readonly predictions: readonly string[];
  readonly labels: readonly string[] | null;
  readonly averages: Averages;
  readonly text: string;
  readonly textOf4Digits: string;
  readonly data: readonly (readonly [name: string, data: ClassData | number])[];
  readonly draws: readonly { readonly items: readonly number[]; readonly averages: Averages }[];
}

const { cases, sums } = fixture('classification') as {
  cases: readonly Case[];
  sums: readonly (readonly [length: number, sum: number])[];
};

/** In the order of the figures. */
function listed({ accuracy, macro, weighted, micro }: Averages, withMicro: boolean): number[] {
  const kinds = withMicro ? [macro, weighted, micro] : [macro, weighted];
  return [accuracy, ...kinds.flatMap(([precision, recall, f1]) => [f1, precision, recall])];
}

describe('as scikit-learn has it', () => {
  for (const [index, { references, predictions, labels, ...recorded }] of cases.entries()) {
    const scored = classification(labels === null ? {} : { labels }).score(predictions, references);
    const report = scored.report ?? assert.fail('no report');
    const name = `case ${index}, ${references.length} items${labels === null ? '' : `, labels ${labels.join(' ')}`}`;

    test(`${name}: figures`, () => {
      assertClose(
        scored.figures.map(({ value }) => value),
        listed(recorded.averages, labels !== null),
        'of all items',
      );
      for (const { items, averages } of recorded.draws)
        assertClose(scored.figuresOf(Uint32Array.from(items)), listed(averages, labels !== null), `of ${items.join(' ')}`);
    });

    test(`${name}: report as text`, () => {
      assert.equal(showClassReport(report), recorded.text);
      assert.equal(showClassReport(report, 4), recorded.textOf4Digits);
    });

    test(`${name}: report as data`, () => {
      const data = classReportData(report);
      assert.deepEqual(Object.keys(data).sort(), recorded.data.map(([key]) => key).sort());
      for (const [key, expected] of recorded.data) {
        const found = data[key] ?? assert.fail(key);
        if (typeof expected === 'number' || typeof found === 'number') assertClose([Number(found)], [Number(expected)], key);
        else assertClose(Object.values(found), Object.values(expected), key);
      }
    });
  }
});

test('the column tells which items are right', () => {
  assert.deepEqual(classification().score(['a', 'b'], ['a', 'c']).columns, [{ name: 'correct', values: Float64Array.of(1, 0) }]);
});

test('a number halfway between two is written as the even one, as Python does', () => {
  const numbers = [0.125, 0.375, 0.625, 0.875, 0.12, 0.5, 1, 0.135, 1.005, 2.675];
  assert.deepEqual(
    numbers.map((number) => fixed(number, 2)),
    ['0.12', '0.38', '0.62', '0.88', '0.12', '0.50', '1.00', '0.14', '1.00', '2.67'],
  );
  assert.deepEqual(
    [0.5, 1.5, 2.5].map((number) => fixed(number, 0)),
    ['0', '2', '2'],
  );
  assert.deepEqual(
    [0.25, 0.75].map((number) => fixed(number, 1)),
    ['0.2', '0.8'],
  );
});

test('strings are sorted by code point', () => {
  const sorted = ['\u{1f600}', '\uff21', 'ab', 'a', '', '\u{1f600}b'].sort(byCodePoint);
  assert.deepEqual(sorted, ['', 'a', 'ab', '\uff21', '\u{1f600}', '\u{1f600}b']);
});

test('labels that are none, or twice the same, are refused', () => {
  assert.throws(() => classification({ labels: [] }), { name: 'EvaluationError', message: 'labels must name at least one' });
  assert.throws(() => classification({ labels: ['a', 'b', 'a'] }), { message: 'labels name "a" twice' });
});

test('sums are those of numpy, to the last bit', () => {
  const sumOf = (length: number): number => numpySum(Array.from({ length }, (_, index) => ((index * 7919) % 1000) / 997));
  assert.deepEqual(
    sums.map(([length]) => [length, sumOf(length)]),
    sums,
  );
});

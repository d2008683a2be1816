import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseMetric, type MetricName, type MetricOptions } from '../../src/evaluation/choose-metric.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import type { Evaluation } from '../../src/evaluation/evaluation.ts';
import { EvaluationError } from '../../src/evaluation/evaluation-error.ts';
import type { Joined } from '../../src/evaluation/records/joined.ts';
import { RecordError } from '../../src/evaluation/records/record-error.ts';
import type { Value } from '../../src/evaluation/records/value.ts';
import { showText } from '../../src/evaluation/show/show-text.ts';
import { toHtml } from '../../src/evaluation/show/to-html.ts';
import { toJson } from '../../src/evaluation/show/to-json.ts';

const OPTIONS: MetricOptions = { stemmer: false, labels: undefined, strict: undefined, squadVersion: '1.1' };
const BOOTSTRAP = { samples: 200, confidence: 0.95, seed: 1 };

function joined(references: readonly Value[], ...predictions: readonly (readonly Value[])[]): Joined {
  return {
    ids: references.map((_, item) => `item-${item + 1}`),
    references,
    predictions,
    missing: [],
    surplus: [],
    by: 'id',
    placeOf: (item, system) => `said-${system}.jsonl:${item + 1}`,
  };
}

function evaluated(of: Joined, metrics: readonly MetricName[], options: Partial<MetricOptions> = {}): Evaluation {
  return evaluate(
    of.predictions.map((_, system) => `system-${system + 1}`),
    of,
    metrics.map((name) => chooseMetric(name, { ...OPTIONS, ...options })),
    BOOTSTRAP,
  );
}

function figuresOf({ measured }: Evaluation): Record<string, number[]> {
  return Object.fromEntries(
    measured.flatMap(({ metric, estimates }) =>
      (estimates[0] ?? []).map(({ name }, index) => [
        `${metric} ${name}`,
        estimates.map((ofSystem) => Math.round((ofSystem[index]?.value ?? Number.NaN) * 1e4) / 1e4),
      ]),
    ),
  );
}

const LABELS = joined(['a', 'a', 'b', 'c'], ['a', 'b', 'b', 'b'], ['a', 'a', 'b', 'b']);

test('each metric has its figures, under the name it was asked by', () => {
  assert.deepEqual(figuresOf(evaluated(LABELS, ['accuracy', 'f1'])), {
    'accuracy accuracy': [0.5, 0.75],
    'f1 f1_micro': [0.5, 0.75],
    'f1 f1_macro': [0.3889, 0.5556],
    'f1 f1_weighted': [0.4583, 0.6667],
  });
  const tags = joined([['B-PER', 'I-PER', 'O']], [['B-PER', 'O', 'O']]);
  const found = { f1: [0], precision: [0], recall: [0], accuracy: [0.6667] };
  assert.deepEqual(
    figuresOf(evaluated(tags, ['seqeval'])),
    Object.fromEntries(Object.entries(found).map(([name, values]) => [`seqeval ${name}`, values])),
  );
  const answers = joined([['in Lisbon', 'Lisbon']], ['the Lisbon.']);
  assert.deepEqual(figuresOf(evaluated(answers, ['squad'])), { 'squad exact_match': [100], 'squad f1': [100] });
  const { 'rouge rouge1': rouge1, 'rouge rougeLsum.recall': recall } = figuresOf(evaluated(answers, ['rouge']));
  assert.deepEqual([rouge1, recall], [[0.6667], [1]]);
});

test('F1 of given classes is micro averaged over these', () => {
  const { measured } = evaluated(LABELS, ['f1'], { labels: ['a', 'c'] });
  assert.deepEqual(
    measured[0]?.estimates[0]?.map(({ name, value }) => [name, Number(value.toFixed(4))]),
    [
      ['f1_macro', 0.3333],
      ['f1_weighted', 0.4444],
      ['f1_micro', 0.5],
    ],
  );
  assert.throws(() => chooseMetric('f1', { ...OPTIONS, labels: ['a', 'a'] }), EvaluationError);
});

test('classes and confusions are told by F1, of each system', () => {
  const [accuracy, f1] = evaluated(LABELS, ['accuracy', 'f1']).measured;
  assert.deepEqual([accuracy?.reports, accuracy?.confusions], [[], []]);
  assert.deepEqual(
    f1?.reports.map(({ classes }) => classes.map(({ name, recall }) => [name, recall])),
    [
      [
        ['a', 0.5],
        ['b', 1],
        ['c', 0],
      ],
      [
        ['a', 1],
        ['b', 1],
        ['c', 0],
      ],
    ],
  );
  assert.deepEqual(f1?.confusions[0], {
    labels: ['a', 'b', 'c'],
    counts: [
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ],
  });
});

test('differences are those from the first system, with the stars that their intervals earn', () => {
  const truth = Array.from({ length: 100 }, () => 'yes');
  const of = (right: number): string[] => truth.map((yes, item) => (item < right ? yes : 'no'));
  const { measured } = evaluated(joined(truth, of(60), of(61), of(90)), ['accuracy']);
  assert.deepEqual(
    measured[0]?.differences.map(([difference]) => [difference?.value.toFixed(2), difference?.significant]),
    [
      ['0.01', false],
      ['0.30', true],
    ],
  );
});

test('the worst items of the first system come first, of equals those that are worst by its next column or for the others', () => {
  const of = joined(['x y', 'x y', 'x y', 'x y'], ['x', 'z', 'x y', 'z'], ['x y', 'x y', 'z', 'z']);
  const { worst, itemMetric } = evaluated(of, ['squad']);
  assert.deepEqual(
    worst.map(({ id, scores }) => [id, ...scores]),
    [
      ['item-4', 0, 0],
      ['item-2', 0, 1],
      ['item-1', 0, 1],
      ['item-3', 1, 0],
    ],
  );
  assert.equal(itemMetric, 'squad: exact_match');
});

test('an item that cannot be scored is told by its file and line', () => {
  const throws = (of: Joined, metric: MetricName, message: string): void =>
    assert.throws(() => evaluated(of, [metric]), { name: 'RecordError', message });
  throws(
    joined([['O'], ['O', 'O']], [['O'], ['O', 'O']], [['O'], ['O']]),
    'seqeval',
    'said-1.jsonl:2: seqeval: 1 tags where the reference has 2',
  );
  throws(joined(['a'], [['a', 'b']]), 'f1', 'said-0.jsonl:1: f1: the prediction is a list of 2, expected one text');
  throws(joined(['O'], [['O']]), 'seqeval', 'said-0.jsonl:1: seqeval: the reference is a text, expected a list of tags');
  throws(joined([[]], ['a']), 'rouge', 'said-0.jsonl:1: rouge: no reference: its list is empty');
});

test('where no ids meet, it is told with one of each', () => {
  const apart = { ...joined([], []), missing: ['1'], surplus: ['a'] };
  assert.throws(
    () => evaluated(apart, ['rouge']),
    (thrown) => thrown instanceof RecordError && /such as "1" and "a"/.test(thrown.message),
  );
});

test('the table holds 80 columns, whatever systems are called', () => {
  const of = joined(['x y'], ['x'], ['x y'], ['z']);
  const long = evaluated({ ...of, missing: ['m'], surplus: ['s'] }, ['rouge', 'squad']);
  const text = showText({ ...long, systems: ['a', 'b'.repeat(200), 'c'] });
  const rows = text.split('\n').filter((line) => !line.includes('bbb'));
  assert.equal(Math.max(...rows.map(({ length }) => length)) <= 80, true, text);
  assert.match(
    text,
    /^1 item, joined by id\.\n1 left out without a prediction of every system: m\.\n1 left out without a reference: s\.\n\nA {2}a\nB {2}b+\nC {2}c\n/,
  );
  assert.match(
    text,
    /^rouge1 +A {2}0\.6667 \[0\.6667, 0\.6667\]\n +B {2}1\.0000 \[1\.0000, 1\.0000\] {2}\+0\.3333 \[\+0\.3333, \+0\.3333\] \*\n +C {2}0\.0000/m,
  );
  assert.match(text, /^\* the 95 % interval of the difference leaves out 0/m);
});

test('one system needs no letters and no differences', () => {
  const text = showText(evaluated(joined(['a', 'b'], ['a', 'a']), ['accuracy']));
  assert.match(
    text,
    /^2 items, joined by id\.\n\nsystem-1\n\n +value\naccuracy {2}0\.5000 \[0\.0000, 1\.0000\]\n\n\[low, high\]/,
  );
  assert.doesNotMatch(text, /ifference/);
});

test('JSON holds all of it, in the shape of docs/evaluate.md', () => {
  const data = JSON.parse(JSON.stringify(toJson(evaluated(joined(['a', 'b'], ['a', 'b'], ['a', 'a']), ['f1']))));
  const { metrics, ...rest } = data;
  assert.deepEqual(rest, {
    items: 2,
    joinedBy: 'id',
    missing: [],
    surplus: [],
    bootstrap: BOOTSTRAP,
    systems: ['system-1', 'system-2'],
    worst: {
      by: 'f1: correct',
      items: [
        { id: 'item-2', reference: 'b', predictions: ['b', 'a'], scores: [1, 0] },
        { id: 'item-1', reference: 'a', predictions: ['a', 'a'], scores: [1, 1] },
      ],
    },
  });
  assert.deepEqual(Object.keys(metrics.f1), ['figures', 'reports', 'confusions']);
  const [micro] = metrics.f1.figures;
  assert.deepEqual(micro, {
    name: 'f1_micro',
    unit: 'fraction',
    systems: [
      { value: 1, low: 1, high: 1 },
      { value: 0.5, low: 0, high: 1 },
    ],
    differences: [{ value: -0.5, low: -1, high: 0, significant: false }],
  });
  assert.deepEqual(metrics.f1.reports[1].a, { precision: 0.5, recall: 1, 'f1-score': 2 / 3, support: 1 });
});

const HOSTILE = `<script>alert('x')</script>"&amp;`;

test('the page shows texts as they are, and lets none of them be markup', () => {
  const of = {
    ...joined([HOSTILE, 'b'], [HOSTILE, HOSTILE], ['b', '']),
    ids: [HOSTILE, '2'],
    missing: [HOSTILE],
    surplus: [HOSTILE],
  };
  const page = toHtml({ ...evaluated(of, ['f1', 'rouge']), systems: [HOSTILE, 'other'] });
  assert.doesNotMatch(page, /<script|alert\('/);
  const shown = '&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;amp;';
  // The title twice, the list of systems, a confusion's caption and label; the ids left out; classes and labels; items.
  assert.equal(page.split(shown).length - 1 >= 12, true);
  assert.match(page, /\(empty\)/);
});

test('the page needs nothing from elsewhere, and every cell has a heading', () => {
  const page = toHtml(evaluated(LABELS, ['f1', 'rouge']));
  assert.doesNotMatch(page, /\b(src|href|url\()|https?:|@import/);
  const tables = page.match(/<table>/g)?.length ?? 0;
  assert.equal(tables, 4, 'figures, classes, and a confusion a system');
  assert.equal(page.match(/<caption>[^<]+<\/caption>/g)?.length, tables);
  assert.doesNotMatch(page, /<th(?! scope="(col|row|colgroup|rowgroup)")[ >]/);
  for (const tag of ['table', 'thead', 'tbody', 'tr', 'td', 'th', 'section', 'li', 'dl', 'div', 'span']) {
    const count = (pattern: string): number => page.match(new RegExp(pattern, 'g'))?.length ?? 0;
    assert.equal(count(`<${tag}[ >]`), count(`</${tag}>`), tag);
  }
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { estimates } from '../../src/evaluation/bootstrap/estimates.ts';
import { CommonSubsequence } from '../../src/evaluation/rouge/common-subsequence.ts';
import { rouge } from '../../src/evaluation/rouge/rouge.ts';
import { assertClose, fixture } from './fixture.ts';

const TYPES = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;
type Scores = Readonly<Record<(typeof TYPES)[number], readonly [precision: number, recall: number, fmeasure: number]>>;
type Bounds = Readonly<Record<'low' | 'mid' | 'high', readonly [precision: number, recall: number, fmeasure: number]>>;

interface Case {
  readonly prediction: string;
  readonly references: readonly string[];
  readonly plain: Scores;
  readonly stemmed: Scores;
}

const { cases, intervals } = fixture('rouge') as {
  cases: readonly Case[];
  intervals: { samples: number; plain: Readonly<Record<string, Bounds>> };
};
const PREDICTIONS = cases.map(({ prediction }) => prediction);
const REFERENCES = cases.map(({ references }) => references);

describe('as rouge_score has it', () => {
  for (const stemmer of [false, true]) {
    const { columns, figures } = rouge({ stemmer }).score(PREDICTIONS, REFERENCES);
    const recorded = cases.map(({ plain, stemmed }) => (stemmer ? stemmed : plain));
    for (const type of TYPES) {
      for (const [part, suffix] of ['.precision', '.recall', ''].entries()) {
        const expected = recorded.map((scores) => scores[type][part] ?? 0);

        test(`${type}${suffix}${stemmer ? ' of stems' : ''}`, () => {
          assert.ok(
            expected.some((value) => value > 0 && value < 1),
            'not all are trivial',
          );
          const column = columns.find(({ name }) => name === type + suffix);
          for (const [item, value] of expected.entries())
            assertClose([column?.values[item] ?? 0], [value], JSON.stringify(cases[item]));
          const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
          assertClose([figures.find(({ name }) => name === type + suffix)?.value ?? 0], [mean], 'the mean');
        });
      }
    }
  }
});

test('bootstrap intervals are those of the package, as nearly as chance allows', () => {
  const scored = estimates(rouge().score(PREDICTIONS, REFERENCES), { samples: 5000 });
  for (const type of TYPES) {
    for (const [part, suffix] of ['.precision', '.recall', ''].entries()) {
      const { low, mid, high } = scored.find(({ name }) => name === type + suffix) ?? assert.fail(type);
      const { low: wantedLow, mid: wantedMid, high: wantedHigh } = intervals.plain[type] ?? assert.fail(type);
      const off = [low - (wantedLow[part] ?? 0), mid - (wantedMid[part] ?? 0), high - (wantedHigh[part] ?? 0)];
      // The interval is some 0.15 wide; of 5000 draws its ends have a standard error of 0.002.
      assert.ok(
        off.every((distance) => Math.abs(distance) < 0.008),
        `${type}${suffix} ${off.join(' ')}`,
      );
    }
  }
});

const TEXT = fc
  .array(fc.constantFrom('gate', 'gates', 'the', 'tide', '\n', '.', 'e\u0301'), { maxLength: 14 })
  .map((words) => words.join(' '));

test('prediction and reference exchanged exchange precision and recall, but for the sentences of Lsum', () => {
  const symmetric = rouge({ types: ['rouge1', 'rouge2', 'rougeL'], stemmer: true });
  fc.assert(
    fc.property(TEXT, TEXT, (a, b) => {
      const [there, back] = [symmetric.score([a], [b]), symmetric.score([b], [a])].map(({ figures }) =>
        figures.map(({ value }) => value),
      );
      const exchanged = [0, 2, 1, 3, 5, 4, 6, 8, 7].map((index) => back?.[index] ?? NaN);
      assertClose(there ?? [], exchanged, 'exchanged');
    }),
  );
});

test('a text with two tokens or more is perfect by itself', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const itself = `the tide\n${text}`;
      assert.ok(
        rouge()
          .score([itself], [itself])
          .figures.every(({ value }) => value === 1),
        itself,
      );
    }),
  );
});

/** By the table itself. */
function plainLength(a: readonly number[], b: readonly number[]): number {
  const table = [b.map(() => 0)];
  for (const [i, inA] of a.entries()) {
    const row: number[] = [];
    for (const [j, inB] of b.entries()) {
      row.push(inA === inB ? (table[i]?.[j - 1] ?? 0) + 1 : Math.max(table[i]?.[j] ?? 0, row[j - 1] ?? 0));
    }
    table.push(row);
  }
  return table.at(-1)?.at(-1) ?? 0;
}

test('common subsequences, also of more columns than a word has bits, are as long as the table says', () => {
  const tokens = fc.array(fc.nat(6), { maxLength: 120, size: 'max' });
  fc.assert(
    fc.property(tokens, tokens, (a, b) => {
      const [rows, columns] = [Uint32Array.from(a), new CommonSubsequence(Uint32Array.from(b))];
      const places = columns.placesIn(rows).toReversed();
      assert.equal(columns.lengthWith(rows), plainLength(a, b));
      assert.equal(places.length, plainLength(a, b));
      assert.ok(
        places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0)),
        'in order',
      );
      let from = 0;
      for (const place of places) from = b.indexOf(a[place] ?? NaN, from) + 1 || assert.fail('no subsequence of the other');
    }),
  );
});

test('articles of 1000 words take milliseconds', () => {
  const article = (step: number): string => Array.from({ length: 1000 }, (_, index) => `w${(index * step) % 397}`).join(' ');
  const started = performance.now();
  rouge().score(
    Array.from({ length: 20 }, () => article(7)),
    Array.from({ length: 20 }, () => article(11)),
  );
  // Some 2 ms each; the bound is for a machine that is busy otherwise.
  assert.ok(performance.now() - started < 20 * 50, 'in time');
});

test('a reference list that is empty is an error that names the item', () => {
  assert.throws(() => rouge().score(['a', 'b'], ['a', []]), {
    name: 'EvaluationError',
    item: 1,
    message: /^item 1: no reference/,
  });
});

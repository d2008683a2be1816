import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { answerTokens } from '../../src/evaluation/squad/answer-tokens.ts';
import { squad } from '../../src/evaluation/squad/squad.ts';
import { assertClose, fixture } from './fixture.ts';

interface Case {
  readonly prediction: string;
  readonly references: readonly string[];
}
type Pair = readonly [exact: number, f1: number];
type Runs = readonly (readonly [first: number, last: number])[];

interface Recorded {
  readonly cases: readonly Case[];
  readonly casesOf2: readonly Case[];
  readonly version1: { readonly items: readonly Pair[]; readonly mean: Pair };
  readonly version2: { readonly items: readonly Pair[]; readonly percent: Pair };
  readonly unicode: {
    readonly assigned: Runs;
    readonly whiteSpace: Runs;
    readonly word: Runs;
    readonly sha256OfLowerCase: string;
  };
}

const { cases, casesOf2, version1, version2, unicode } = fixture('squad') as Recorded;

describe('as the scripts have it', () => {
  for (const [version, list, items, percent] of [
    ['1.1', cases, version1.items, version1.mean.map((mean) => 100 * mean)],
    ['2.0', casesOf2, version2.items, version2.percent],
  ] as const) {
    const { columns, figures } = squad({ version }).score(
      list.map(({ prediction }) => prediction),
      list.map(({ references }) => references),
    );

    test(`${version}, item by item`, () => {
      for (const [item, expected] of items.entries()) {
        assertClose(
          columns.map(({ values }) => values[item] ?? NaN),
          expected,
          JSON.stringify(list[item]),
        );
      }
    });

    test(`${version}, in percent`, () => {
      assert.deepEqual(
        figures.map(({ name, unit }) => [name, unit]),
        [
          ['exact_match', 'percent'],
          ['f1', 'percent'],
        ],
      );
      assertClose(
        figures.map(({ value }) => value),
        percent,
        'means',
      );
    });
  }
});

/** Of every code point that Python knows; those that came later are what either takes them for. */
function* assigned(): Iterable<string> {
  for (const [first, last] of unicode.assigned)
    for (let point = first; point <= last; point += 1) yield String.fromCodePoint(point);
}

function within(runs: Runs): ReadonlySet<string> {
  return new Set(
    runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))),
  );
}

test('every character is white space, letter and lower case as in Python', () => {
  const [spaces, letters] = [within(unicode.whiteSpace), within(unicode.word)];
  const lowerCase = createHash('sha256');
  const wrong: string[] = [];
  let separator = '';
  for (const character of assigned()) {
    const lower = character.toLowerCase();
    lowerCase.update(separator + lower);
    separator = '\n';
    // What splits a word is white space; what keeps an article from being one is a letter.
    const splits = answerTokens(`x${character}y`).join(' ') === 'x y';
    const keeps = answerTokens(`an${character}`).join(' ') !== answerTokens(` ${character}`).join(' ');
    const isPunctuation = /[!-/:-@[-`{-~]/.test(character);
    if (splits !== spaces.has(character) || (!isPunctuation && keeps !== letters.has(character))) wrong.push(character);
  }
  assert.deepEqual(wrong, []);
  assert.equal(lowerCase.digest('hex'), unicode.sha256OfLowerCase);
});

test('articles, punctuation and case make no difference', () => {
  const words = fc.array(fc.constantFrom('gate', 'tide', 'na\u00efve', '7'), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.constantFrom(' the ', ', ', ' An ', '\u0085', '. '), (list, between) => {
      const { figures } = squad().score([list.join(' ')], [`A ${list.join(between).toUpperCase()}!`]);
      assert.deepEqual(
        figures.map(({ value }) => value),
        [100, 100],
      );
    }),
  );
});

test('a question without an answer is one of 2.0 only', () => {
  assert.throws(() => squad().score([''], [[]]), { name: 'EvaluationError', item: 0, message: /^item 0: no reference/ });
  const { figures } = squad({ version: '2.0' }).score(['', 'gate'], [[], '']);
  assert.deepEqual(
    figures.map(({ value }) => value),
    [50, 50],
  );
});

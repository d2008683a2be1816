import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParseError } from '../../../../src/kernel/text-cursor.ts';
import { LONGEST_PATH, parseJsonPath } from '../../../../src/sources/jsonl/record/json-path.ts';

/** The examples of AWS's table of operators, and what else its text names. */
const PATHS: readonly (readonly [string, ReturnType<typeof parseJsonPath>])[] = [
  ['$', []],
  ['$.id', [{ kind: 'names', names: ['id'] }]],
  ['$.id.*', [{ kind: 'names', names: ['id'] }, { kind: 'all' }]],
  ["$['id','SageMakerOutput']", [{ kind: 'names', names: ['id', 'SageMakerOutput'] }]],
  [
    "$.field1.['child1','child2']",
    [
      { kind: 'names', names: ['field1'] },
      { kind: 'names', names: ['child1', 'child2'] },
    ],
  ],
  ['$[1]', [{ kind: 'indices', indices: [1] }]],
  ['$[1,3,5]', [{ kind: 'indices', indices: [1, 3, 5] }]],
  ['$[0, -1]', [{ kind: 'indices', indices: [0, -1] }]],
  ['$[2:5]', [{ kind: 'slice', start: 2, end: 5 }]],
  ['$[:5]', [{ kind: 'slice', start: undefined, end: 5 }]],
  ['$[ 2 : ]', [{ kind: 'slice', start: 2, end: undefined }]],
  ['$[0:-1]', [{ kind: 'slice', start: 0, end: -1 }]],
  ['$[*]', [{ kind: 'all' }]],
  [
    "$.a_b-c['it\\'s.\\\\']",
    [
      { kind: 'names', names: ['a_b-c'] },
      { kind: 'names', names: ["it's.\\"] },
    ],
  ],
  ['$[-0]', [{ kind: 'indices', indices: [0] }]],
];

test("every operator of SageMaker's subset is read", () => {
  for (const [path, steps] of PATHS) assert.deepEqual(parseJsonPath(path), steps, path);
});

test('what is not in the subset is refused, with what was expected, what is there and its column', () => {
  const messages = [
    ['', 'Expected "$" at column 1, found the end.'],
    ['features', 'Expected "$" at column 1, found "features".'],
    ['$features', 'Expected ".", "[" or the end at column 2, found "features".'],
    ['$..id', 'Expected a name, "*" or "[" at column 3, found ".".'],
    ['$.', 'Expected a name, "*" or "[" at column 3, found the end.'],
    ['$.é["a"]', `Expected a name in single quotes ('), an index, a slice or "*" at column 5, found """.`],
    ["$['a'", 'Expected "]" at column 6, found the end.'],
    ["$['a','a']", `Expected a name that is not in the list yet at column 7, found "'".`],
    ["$['a',0]", `Expected a name in single quotes (') at column 7, found "0".`],
    ["$[0,'a']", `Expected an index at column 5, found "'".`],
    ['$[0:2,246:]', 'Expected "]", as a slice stands alone and has no step at column 6, found ",".'],
    ['$[0,5:]', 'Expected "]" at column 6, found ":".'],
    ['$[0:9:2]', 'Expected "]", as a slice stands alone and has no step at column 6, found ":".'],
    ['$[]', `Expected a name in single quotes ('), an index, a slice or "*" at column 3, found "]".`],
    ['$[?(@.a)]', `Expected a name in single quotes ('), an index, a slice or "*" at column 3, found "?".`],
    ['$[1.5]', 'Expected "]" at column 4, found ".".'],
  ] as const;
  for (const [path, message] of messages) {
    assert.throws(
      () => parseJsonPath(path),
      (error) => error instanceof ParseError && error.message.replaceAll('\\"', '"') === message,
      `${path}: ${message}`,
    );
  }
});

test('a path may have 63 characters, and no more', () => {
  const longest = `$.${'é'.repeat(LONGEST_PATH - 2)}`;
  assert.equal(parseJsonPath(longest).length, 1);
  assert.throws(() => parseJsonPath(`${longest}é`), {
    message: 'Expected at most 63 characters at column 64, found 64.',
    column: 64,
  });
});

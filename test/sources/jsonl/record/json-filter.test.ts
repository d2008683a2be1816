import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_DEPTH } from '../../../../src/kernel/json/reader.ts';
import { jsonFilter } from '../../../../src/sources/jsonl/record/json-filter.ts';
import { LONGEST_PATH, type Step } from '../../../../src/sources/jsonl/record/json-path.ts';
import { jsonText, KEYS } from './json-texts.ts';

function selected(path: string, record: string): string | undefined {
  return jsonFilter(path).apply(Buffer.from(record))?.toString();
}

test('values are selected as they are written: numbers, escapes, NaN, spaces inside of them', () => {
  const record =
    '{ "id" : 9007199254740993, "x":[1.0 , 1e-05,-0, NaN, -Infinity], "t": "\\u00e9\\/", "o": { "b":2 , "a" :1.0 } }';
  const cases = [
    ['$.id', '9007199254740993'],
    ['$.x', '[1.0 , 1e-05,-0, NaN, -Infinity]'],
    ['$.x[1]', '1e-05'],
    ['$.x[-1]', '-Infinity'],
    ['$.x[0,-2]', '[1.0,NaN]'],
    ['$.x[1:3]', '[1e-05,-0]'],
    ['$.x[*]', '[1.0,1e-05,-0,NaN,-Infinity]'],
    ['$.t', '"\\u00e9\\/"'],
    ['$.o', '{ "b":2 , "a" :1.0 }'],
    ['$.o.*', '[2,1.0]'],
    ["$.o['a','b']", '{"a":1.0,"b":2}'],
    ["$['t','nothing','id']", '{"t":"\\u00e9\\/","id":9007199254740993}'],
  ] as const;
  for (const [path, expected] of cases) assert.equal(selected(path, record), expected, path);
});

test('$ is the record itself, whatever it is', () => {
  const record = Buffer.from(' not JSON ');
  assert.equal(jsonFilter('$').apply(record), record);
});

test('a slice ends before its end, as in JavaScript and Python', () => {
  assert.equal(selected('$[1:4]', '[0,1,2,3,4,5]'), '[1,2,3]');
  assert.equal(selected('$[:5]', '[0,1,2,3,4,5]'), '[0,1,2,3,4]');
  assert.equal(selected('$[4:9]', '[0,1,2,3,4,5]'), '[4,5]');
  assert.equal(selected('$[7:]', '[0,1,2,3,4,5]'), '[]');
});

test('nothing is selected where the path leads nowhere, or the record is not JSON', () => {
  const nothing = [
    ['$.a', '{"b":1}'],
    ['$.a', '[1]'],
    ['$.a.b', '{"a":"b"}'],
    ['$[1]', '[1]'],
    ['$[-2]', '[1]'],
    ['$[0,1]', '[1]'],
    ['$[0]', '{"0":1}'],
    ['$[0:]', '"text"'],
    ['$.a[0:]', '{}'],
    ['$.*', '1'],
    ["$['a','b']", '[]'],
    ['$.a', '{"a":1'],
    ['$.a', '{"a":1} 2'],
    ['$.a', ''],
    ['$.toString', '{}'],
    ['$.__proto__', '{}'],
    ['$.a', '\ufeff{"a":1}'],
  ] as const;
  for (const [path, record] of nothing) assert.equal(selected(path, record), undefined, `${path} of ${record}`);
  assert.equal(jsonFilter('$.a').apply(Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])), undefined);
});

test('behind a list, what does not fit is left out', () => {
  const record = '{"rows":[{"a":1,"b":[1,2]},{"b":[3]},4,{"a":null,"b":[]}]}';
  assert.equal(selected('$.rows[*].a', record), '[1,null]');
  assert.equal(selected('$.rows[*].b[0]', record), '[1,3]');
  assert.equal(selected('$.rows[0,1].b[*]', record), '[1,2,3]');
  assert.equal(selected("$.rows[*]['b','a']", record), '[{"b":[1,2],"a":1},{"b":[3]},{"b":[],"a":null}]');
  assert.equal(selected("$.rows[0]['b','a'][0]", record), '[1]');
  assert.equal(selected('$.rows[*][0,1]', '{"rows":[[1,2],[3]]}'), '[1,2]');
});

test('of a key that is there twice, the last counts', () => {
  const record = '{"a":1,"b":2,"\\u0061":3}';
  assert.equal(selected('$.a', record), '3');
  assert.equal(selected('$.*', record), '[3,2]');
  assert.equal(selected("$['b','a']", record), '{"b":2,"\\u0061":3}');
});

test('records may be as deep as the kernel reads, and have any number of elements and members', () => {
  const deep = `{"a":${'['.repeat(MAX_DEPTH - 1)}${']'.repeat(MAX_DEPTH - 1)}}`;
  assert.ok(selected('$.a', deep) !== undefined, 'as deep as may be');
  assert.equal(selected('$.a', `[${deep}]`), undefined);
  assert.equal(selected('$.a', '['.repeat(1_000_000)), undefined);
  const long = Array.from({ length: 150_000 }, (_, index) => index);
  assert.equal(selected('$[-1]', JSON.stringify(long)), '149999');
  assert.equal(selected('$[*]', JSON.stringify(long))?.length, JSON.stringify(long).length);
  assert.equal(
    selected(
      '$.k9999',
      `{${long
        .slice(0, 10_000)
        .map((index) => `"k${index}":${index}`)
        .join(',')}}`,
    ),
    '9999',
  );
});

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The path over plain data, by recursion. Undefined is nothing. */
function evaluate(value: Json, [step, ...rest]: readonly Step[]): Json | undefined {
  if (step === undefined) return value;
  const found = parts(value, step);
  if (step.kind === 'names' && step.names.length > 1 && rest.length === 0) {
    return (
      found &&
      Object.fromEntries(
        step.names.filter((name) => Object.hasOwn(value as object, name)).map((name, index) => [name, found[index] as Json]),
      )
    );
  }
  if (!isPlural(step)) return found?.[0] === undefined ? undefined : evaluate(found[0], rest);
  return found?.flatMap((part) => {
    const inner = evaluate(part, rest);
    return isListed(rest) ? (inner ?? []) : inner === undefined ? [] : [inner];
  });
}

/** Whether a path selects a list: several names at its end select an object. */
function isListed(path: readonly Step[]): boolean {
  return path.some((step, at) => isPlural(step) && (step.kind !== 'names' || at < path.length - 1));
}

function isPlural(step: Step): boolean {
  return step.kind === 'names' ? step.names.length > 1 : step.kind !== 'indices' || step.indices.length > 1;
}

function parts(value: Json, step: Step): Json[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (step.kind === 'all') return Object.values(value);
  if (step.kind === 'names') {
    return Array.isArray(value)
      ? undefined
      : step.names.filter((name) => Object.hasOwn(value, name)).map((name) => value[name] as Json);
  }
  if (!Array.isArray(value)) return undefined;
  if (step.kind === 'slice') return value.slice(step.start, step.end);
  const found = step.indices.map((index) => value.at(index));
  return found.includes(undefined) ? undefined : (found as Json[]);
}

const index = fc.integer({ min: -4, max: 4 });
const bound = fc.option(index, { nil: undefined });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('names' as const),
      names: fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ kind: fc.constant('indices' as const), indices: fc.array(index, { minLength: 1, maxLength: 2 }) }),
    fc.record({ kind: fc.constant('slice' as const), start: bound, end: bound }),
    fc.record({ kind: fc.constant('all' as const) }),
  ),
  { minLength: 1, maxLength: 3 },
);

function written(step: Step): string {
  switch (step.kind) {
    case 'all':
      return '[*]';
    case 'slice':
      return `[${step.start ?? ''}:${step.end ?? ''}]`;
    case 'indices':
      return `[${step.indices.join(',')}]`;
    default:
      return `[${step.names.map((name) => `'${name.replaceAll("'", "\\'")}'`).join(',')}]`;
  }
}

test('a filter agrees with the same steps over parsed data', () => {
  let found = 0;
  fc.assert(
    fc.property(jsonText, steps, (record, path) => {
      const text = `$${path.map(written).join('')}`;
      fc.pre(text.length <= LONGEST_PATH);
      const actual = selected(text, record);
      const expected = evaluate(JSON.parse(record) as Json, path);
      if (expected !== undefined) found += 1;
      assert.deepEqual(actual === undefined ? undefined : JSON.parse(actual), expected);
    }),
    { numRuns: 2000 },
  );
  assert.ok(found > 100, `only ${found} runs found something`);
});

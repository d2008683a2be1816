import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ParseError } from '../../../../src/kernel/text-cursor.ts';
import { columnFilter } from '../../../../src/sources/jsonl/record/column-filter.ts';
import { columnsOf, rowOf } from '../../../../src/sources/jsonl/record/csv-row.ts';

function split(row: string): readonly string[] | undefined {
  return columnsOf(Buffer.from(row))?.map(String);
}

function selected(path: string, row: string): string | undefined {
  return columnFilter(path).apply(Buffer.from(row))?.toString();
}

test('columns are split where RFC 4180 has them, and stay as they are written', () => {
  assert.deepEqual(split('1,2.0, x ,'), ['1', '2.0', ' x ', '']);
  assert.deepEqual(split('"a,b","c ""d"", e",f'), ['"a,b"', '"c ""d"", e"', 'f']);
  assert.deepEqual(split('"",""'), ['""', '""']);
  assert.deepEqual(split('5" pipe,"a"b,c'), ['5" pipe', '"a"b', 'c']);
  assert.deepEqual(split(''), ['']);
  assert.deepEqual(split(','), ['', '']);
});

test('a row whose quote is not closed is a piece of a row', () => {
  assert.equal(split('1,"a'), undefined);
  assert.equal(split('"'), undefined);
  assert.equal(split('"a""'), undefined);
});

test('a row that was split and joined is the row it was', () => {
  const text = fc
    .array(fc.constantFrom('"', ',', 'a', ' ', 'é', '""', '","'), { maxLength: 12 })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (row) => {
      const columns = columnsOf(Buffer.from(row));
      if (columns !== undefined) assert.equal(rowOf(columns).toString(), row);
    }),
    { numRuns: 500 },
  );
});

test('columns that were joined and split are the columns they were', () => {
  const plain = fc.stringMatching(/^[a-z0-9. -]{0,5}$/);
  const quoted = fc.string().map((value) => `"${value.replaceAll('"', '""')}"`);
  fc.assert(
    fc.property(fc.array(fc.oneof(plain, quoted), { minLength: 1 }), (columns) => {
      assert.deepEqual(split(rowOf(columns.map((column) => Buffer.from(column))).toString()), columns);
    }),
    { numRuns: 500 },
  );
});

test('a filter takes columns as they are written', () => {
  const row = 'id-1,"a, ""b""",1.0,1e-05, 2';
  const cases = [
    ['$', row],
    ['$[*]', row],
    ['$[0]', 'id-1'],
    ['$[-1]', ' 2'],
    ['$[0,-1]', 'id-1, 2'],
    ['$[2,1]', '1.0,"a, ""b"""'],
    ['$[1:]', '"a, ""b""",1.0,1e-05, 2'],
    ['$[1:4]', '"a, ""b""",1.0,1e-05'],
    ['$[:-1]', 'id-1,"a, ""b""",1.0,1e-05'],
  ] as const;
  for (const [path, expected] of cases) assert.equal(selected(path, row), expected, path);
});

test('a filter selects nothing where a column is missing, or the row cannot be split', () => {
  for (const path of ['$[2]', '$[-3]', '$[0,2]', '$[2:]', '$[1:1]']) assert.equal(selected(path, 'a,b'), undefined, path);
  for (const path of ['$[0]', '$[*]']) assert.equal(selected(path, 'a,"b'), undefined, path);
  assert.equal(selected('$', 'a,"b'), 'a,"b');
});

test('a path that goes into columns is refused for CSV', () => {
  for (const path of ['$.id', "$['a','b']", '$[0][1]', '$[*].a', '$.*.*']) {
    assert.throws(
      () => columnFilter(path),
      (error) => error instanceof ParseError && error.message.startsWith('Expected one step of column indexes'),
      path,
    );
  }
});

test('a long row of quotes and commas takes time linear in its length', () => {
  const row = Buffer.from('"",'.repeat(300_000));
  assert.equal(columnsOf(row)?.length, 300_001);
  assert.equal(columnsOf(Buffer.from('"'.repeat(1_000_001))), undefined);
});

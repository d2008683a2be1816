import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_DEPTH } from '../../../src/kernel/json/reader.ts';
import { pythonToJson } from '../../../src/kernel/python/python-literal.ts';
import { ParseError } from '../../../src/kernel/text-cursor.ts';

test('a dict as Python prints it becomes JSON, numbers as they are written', () => {
  assert.equal(
    pythonToJson(
      "{'batch_size': 4, 'max_length': 50, 'top_p': 0.95, 'eps': 1e-05, 'do_sample': True, 'early': False, 'x': None}",
    ),
    '{"batch_size":4,"max_length":50,"top_p":0.95,"eps":1e-05,"do_sample":true,"early":false,"x":null}',
  );
  assert.equal(pythonToJson(`{'a': [1, (2.0, 'it'), {}, [], ()], "b": "it's"}`), '{"a":[1,[2.0,"it"],{},[],[]],"b":"it\'s"}');
});

test('what is JSON already stays as it is written', () => {
  assert.equal(
    pythonToJson(' {"a": 1.0, "b": [true, null, NaN], "c": "\\u00e9\\/"}\n'),
    '{"a": 1.0, "b": [true, null, NaN], "c": "\\u00e9\\/"}',
  );
});

test('spaces, trailing commas, parentheses and strings side by side are read as Python reads them', () => {
  const cases = [
    ["\n{ 'a' : 1 , }\t", '{"a":1}'],
    ["['a', ]", '["a"]'],
    ["('a')", '"a"'],
    ["('a',)", '["a"]'],
    ["(('a'), (1, 2,))", '["a",[1,2]]'],
    [`['a' "b"\n'c']`, '["abc"]'],
    ["{'a' 'b': None}", '{"ab":null}'],
  ] as const;
  for (const [text, json] of cases) assert.equal(pythonToJson(text), json, text);
});

test('numbers keep their digits where JSON has them', () => {
  const cases = [
    ['[-4,]', '[-4]'],
    ['[+4]', '[4]'],
    ['[1_000, 1_0.5_0]', '[1000,10.50]'],
    ['[12345678901234567890, 1.0, 1e-05,]', '[12345678901234567890,1.0,1e-05]'],
    ['[1., .5, -.5, 1.e5, 00.5, 1E+5]', '[1.0,0.5,-0.5,1.0e5,0.5,1E+5]'],
    ['[0x1F, 0b11, 0o17, -0xff, 00]', '[31,3,15,-255,0]'],
    ['[inf, -inf, nan]', '[Infinity,-Infinity,NaN]'],
  ] as const;
  for (const [text, json] of cases) assert.equal(pythonToJson(text), json, text);
});

test("a string's escapes are Python's", () => {
  const cases = [
    [String.raw`'a\n\t\\\'\"\x41\u00e9\U0001f600'`, 'a\n\t\\\'"Aé😀'],
    [String.raw`'\a\b\f\v\r\0\101\7z'`, '\u0007\b\f\v\r\0A\u0007z'],
    [String.raw`'\d \q'`, '\\d \\q'],
    ["'a\\\nb'", 'ab'],
    [`'say "hi"'`, 'say "hi"'],
    [`"it's"`, "it's"],
  ] as const;
  for (const [text, value] of cases) assert.equal(JSON.parse(pythonToJson(`[${text},]`))[0], value, text);
});

test('what cannot be read is refused, with what was expected, what is there and its column', () => {
  const value = 'a string, a number, True, False, None, "{", "[" or "("';
  const errors = [
    ['', `Expected ${value} at column 1, found the end.`],
    ["{'a': true}", `Expected ${value} at column 7, found "true".`],
    ["{'😀': x}", `Expected ${value} at column 7, found "x".`],
    ["{'a': 1", 'Expected "," or "}" at column 8, found the end.'],
    ["{'a': 1]", 'Expected "," or "}" at column 8, found "]".'],
    ["{'a' 1}", 'Expected ":" at column 6, found "1".'],
    ["{'a', 'b'}", 'Expected ":" at column 5, found ",".'],
    ['{1: 2}', 'Expected a string as key, or "}" at column 2, found "1".'],
    ["['a' b]", 'Expected "," or "]" at column 6, found "b".'],
    ['[,]', `Expected ${value} at column 2, found ",".`],
    ["{'a': 1} x", 'Expected the end at column 10, found "x".'],
    ["'abc", "Expected the closing quote (') at column 5, found the end."],
    ["'a\nb'", `Expected the closing quote (') at column 3, found "\\n".`],
    [String.raw`'\N{BULLET}'`, String.raw`Expected an escape other than \N{…} at column 3, found "N".`],
    [String.raw`'\x4'`, 'Expected 2 hexadecimal digits at column 4, found "4".'],
    [String.raw`'\U00110000'`, 'Expected a code point of at most 0010ffff at column 4, found "00110000".'],
    ['[1j]', 'Expected a number at column 2, found "1j".'],
    ['[-True]', 'Expected a number at column 2, found "-True".'],
    ['[1__0]', 'Expected a number at column 2, found "1__0".'],
    ['[007]', 'Expected a number without zeros before it at column 2, found "007".'],
    ['x'.repeat(50), `Expected ${value} at column 1, found "${'x'.repeat(20)}…".`],
    ["b'x'", `Expected ${value} at column 1, found "b".`],
    ['{set()}', 'Expected a string as key, or "}" at column 2, found "set".'],
  ] as const;
  for (const [text, message] of errors) {
    assert.throws(
      () => pythonToJson(text),
      (error) => error instanceof ParseError && error.message === message,
      `${text}: ${message}`,
    );
  }
});

test('brackets may be inside each other as deep as JSON may be', () => {
  const deep = (depth: number): string => `${'('.repeat(depth)}1,${')'.repeat(depth)}`;
  assert.throws(() => pythonToJson(deep(MAX_DEPTH + 1)), /Expected at most 128 brackets inside each other at column 129/);
  assert.doesNotThrow(() => pythonToJson(deep(MAX_DEPTH)));
  assert.throws(() => pythonToJson('['.repeat(1_000_000)), ParseError);
});

/** As Python prints plain data. */
function repr(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${reprText(key)}: ${repr(member)}`)
    .join(', ')}}`;
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = Array.from(text, (character) => {
    if (character === '\\' || character === quote) return `\\${character}`;
    const code = character.codePointAt(0) as number;
    return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
  return quote + escaped.join('') + quote;
}

test('plain data that Python prints is the data it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      assert.deepEqual(JSON.parse(pythonToJson(repr(plain))), plain);
    }),
    { numRuns: 500 },
  );
});

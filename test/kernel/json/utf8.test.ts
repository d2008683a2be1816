import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scan } from '../../../src/kernel/json/scan.ts';

/** Each in hexadecimal, as the inside of a string. */
const NOT_UTF8 = {
  'a lone byte that continues': '80',
  'a byte that no sequence has': 'ff',
  'a slash in two bytes': 'c0af',
  'a zero in three bytes': 'e08080',
  'a zero in six bytes': 'fc8083bfbfbf',
  'beyond the last character': 'f4bfbfbf',
  'half a surrogate pair': 'eda080',
  'a whole surrogate pair': 'eda081edb080',
  'a sequence cut short': 'e282',
  'a sequence of which the end is missing': 'e28261',
  'Latin-1': 'e9',
} as const;

function kindOf(...pieces: readonly string[]): string {
  return scan(Buffer.concat(pieces.map((piece, index) => Buffer.from(piece, index === 1 ? 'hex' : 'utf8')))).kind;
}

for (const [what, hex] of Object.entries(NOT_UTF8)) {
  test(`not UTF-8, and so no JSON, in a text, a key, beside a value: ${what}`, () => {
    assert.equal(kindOf('["a', hex, 'b"]'), 'invalid');
    assert.equal(kindOf('{"a', hex, 'b":1}'), 'invalid');
    assert.equal(kindOf('[1', hex, ']'), 'invalid');
    assert.equal(kindOf('', hex, ''), 'invalid');
  });
}

test('all that UTF-8 can say may stand in a text: two, three and four bytes, the last character, and no character', () => {
  for (const letter of ['é', '\u2028', '\ufeff', '\ufffd', '\uffff', '😀', '\u{10ffff}', '\u007f']) {
    for (let before = 0; before < 4; before += 1) assert.equal(kindOf(`["${'a'.repeat(before)}${letter}"]`), 'found');
  }
});

test('UTF-16 and UTF-32 are no JSON', () => {
  assert.equal(scan(Buffer.from('["a"]', 'utf16le')).kind, 'invalid');
  assert.equal(scan(Buffer.from('\ufeff["a"]', 'utf16le')).kind, 'invalid');
  assert.equal(scan(Buffer.from('["a"]', 'utf16le').swap16()).kind, 'invalid');
});

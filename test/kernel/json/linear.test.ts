import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipSpace } from '../../../src/kernel/json/characters.ts';
import { find } from '../../../src/kernel/json/find.ts';
import { Reader } from '../../../src/kernel/json/reader.ts';
import { type Want, wantPath } from '../../../src/kernel/json/want.ts';
import { EVERYTHING } from './verdict.ts';

/** More reads of the body and of its length a byte than any of these need; quadratic work would be hundreds. */
const READS_A_BYTE = 24;

const SIZES = [1024, 16_384];

/** Bodies of about `size` bytes that invite to read something again and again; many are no JSON. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  backslashes: (size) => `["${'\\'.repeat(size)}`,
  'escaped quotes': (size) => `["${'\\"'.repeat(size / 2)}"]`,
  'a text without end': (size) => `["${'a'.repeat(size)}`,
  'texts of one letter': (size) => `[${'"a",'.repeat(size / 4)}"a"]`,
  'empty texts': (size) => `[${'"",'.repeat(size / 3)}""]`,
  'unicode escapes': (size) => `["${'\\u005c'.repeat(size / 6)}"]`,
  'white space': (size) => ' '.repeat(size),
  'white space between all tokens': (size) => `[${'  1 \n\t ,'.repeat(size / 8)} 1 ]`,
  'opening brackets': (size) => '['.repeat(size),
  'opening braces': (size) => '{"a":'.repeat(size / 5),
  'brackets as deep as they may be': (size) => `[${`${'['.repeat(127)}${']'.repeat(127)},`.repeat(size / 255)}0]`,
  'empty lists': (size) => `[${'[],'.repeat(size / 3)}[]]`,
  digits: (size) => '1'.repeat(size),
  'numbers of one digit': (size) => `[${'1,'.repeat(size / 2)}1]`,
  'a number without end': (size) => `[1e${'0'.repeat(size)}`,
  'minus signs': (size) => `[${'-'.repeat(size)}`,
  words: (size) => `[${'true,'.repeat(size / 5)}true]`,
  'words without end': (size) => `[${'Infinit,'.repeat(size / 8)}`,
  'members of one key': (size) => `{${'"a":[1],'.repeat(size / 8)}"a":1}`,
  'members of a key that is spelled with escapes': (size) => `{${'"\\u0061":1,'.repeat(size / 11)}"a":1}`,
  'one key as long as the body': (size) => `{"${'\\u0061'.repeat(size / 6)}":1}`,
};

/** How often the body is read while its parts are found; whole slices count by their length. */
function readsOf(body: Buffer, want: Want): number {
  let reads = 0;
  const counted = new Proxy(body, {
    get(target, property) {
      reads += 1;
      const found: unknown = Reflect.get(target, property, target);
      return typeof found === 'function' ? countedMethod(found.bind(target)) : found;
    },
  });
  function countedMethod(method: (...args: unknown[]) => unknown) {
    return (...args: unknown[]): unknown => {
      const result = method(...args);
      reads += Buffer.isBuffer(result) || typeof result === 'string' ? result.length : 0;
      return result;
    };
  }
  find(new Reader(counted), skipSpace(counted, 0), want);
  return reads;
}

for (const [what, make] of Object.entries(HOSTILE)) {
  test(`each byte is read a few times, however long the body: ${what}`, () => {
    for (const size of SIZES) {
      const body = Buffer.from(make(size));
      for (const want of [{}, { elements: true }, wantPath(['a'], { elements: true }), EVERYTHING]) {
        const share = readsOf(body, want) / body.length;
        assert.ok(share <= READS_A_BYTE, `${share} reads a byte of ${body.length}`);
      }
    }
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeString, keyNamed } from '../../../src/codecs/json/key.ts';
import { scan } from '../../../src/codecs/json/scan.ts';
import type { Span } from '../../../src/codecs/json/span.ts';
import { arrayOf, objectOf, spell, value } from '../spelling.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What stands between spans is white space and one separator, and the spans hold the values in order. */
function assertCovers(body: Buffer, { start, end }: Span, spans: readonly Span[], expected: readonly unknown[]): void {
  assert.deepEqual(
    spans.map((span) => JSON.parse(body.toString('utf8', span.start, span.end))),
    expected,
  );
  const ends = [start + 1, ...spans.map((span) => span.end)];
  const gaps = ends.map((from, index) => body.toString('utf8', from, spans[index]?.start ?? end - 1).trim());
  assert.ok(gaps.every((gap, index) => gap === (index === 0 || index === spans.length ? '' : ',')));
}

test('the elements of a list, however it is spelled, are its values and cover it', () => {
  fc.assert(
    fc.property(arrayOf(value), fc.nat(), (list, seed) => {
      const body = Buffer.from(spell(list, seed));
      const found = scan(body);
      assert.equal(found.kind, 'array');
      if (found.kind === 'array') assertCovers(body, found.value, found.elements, JSON.parse(body.toString()));
    }),
  );
});

test('the members of an object, however it is spelled, are its values, the listed one with its elements', () => {
  fc.assert(
    fc.property(objectOf(fc.constantFrom('a', 'b', 'items', 'é'), arrayOf(value)), fc.nat(), (object, seed) => {
      const body = Buffer.from(spell(object, seed));
      const found = scan(body, keyNamed('items'));
      assert.equal(found.kind, 'object');
      if (found.kind !== 'object') return;
      const parsed = JSON.parse(body.toString());
      assert.deepEqual(
        found.members.map(({ keyStart, keyEnd }) => decodeString(body, keyStart, keyEnd)),
        Object.keys(parsed),
      );
      for (const { keyStart, keyEnd, value: list, elements } of found.members) {
        const name = decodeString(body, keyStart, keyEnd);
        assert.equal(elements !== undefined, name === 'items');
        if (elements !== undefined) assertCovers(body, list, elements, parsed.items);
      }
    }),
  );
});

const inserted = fc.constantFrom(...'[]{},:"\\-+.0123eEtfnu \n\u0001aé'.split(''), 'true', 'null', '\\u00e9', '1.5', '"a"', '');

test('a body is valid exactly when JSON.parse takes it', () => {
  fc.assert(
    fc.property(value, fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(3), inserted), { maxLength: 3 }), (node, seed, edits) => {
      let text = spell(node, seed);
      for (const [position, removed, added] of edits) {
        const at = position % (text.length + 1);
        text = text.slice(0, at) + added + text.slice(at + removed);
      }
      text = Buffer.from(text).toString();
      assert.equal(scan(Buffer.from(text)).kind !== 'invalid', parses(text), text);
    }),
    { numRuns: 3000 },
  );
});

test('any text is valid exactly when JSON.parse takes it', () => {
  const near = fc.array(inserted, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(near, (text) => {
      assert.equal(scan(Buffer.from(text)).kind !== 'invalid', parses(text), text);
    }),
    { numRuns: 3000 },
  );
});

test('no bytes whatever make it throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void scan(Buffer.from(bytes))));
});

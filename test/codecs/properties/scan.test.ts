import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeString } from '../../../src/kernel/json/key.ts';
import { type Found, type Span, scan } from '../../../src/kernel/json/scan.ts';
import { wantPath } from '../../../src/kernel/json/want.ts';
import { EVERYTHING, foundIn, verdictsOn } from '../../kernel/json/verdict.ts';
import { arrayOf, objectOf, spell, value } from '../spelling.ts';

/** What stands between spans is white space and one separator, and the spans hold the values in order. */
function assertCovers(
  body: Buffer,
  { start, end }: Pick<Span, 'start' | 'end'>,
  spans: readonly Span[],
  expected: readonly unknown[],
): void {
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
      const found = foundIn(body);
      assert.equal(found.kind, 'array');
      assertCovers(body, found, found.elements ?? [], JSON.parse(body.toString()));
    }),
  );
});

test('the members of an object, however it is spelled, are its values, the wanted one with its elements', () => {
  const want = wantPath(['items'], { elements: true });
  fc.assert(
    fc.property(objectOf(fc.constantFrom('a', 'b', 'items', 'é'), arrayOf(value)), fc.nat(), (object, seed) => {
      const body = Buffer.from(spell(object, seed));
      const { kind, members = [] } = foundIn(body, want);
      assert.equal(kind, 'object');
      const parsed = JSON.parse(body.toString());
      const names = members.map(({ keyStart, keyEnd }) => decodeString(body, keyStart, keyEnd));
      assert.deepEqual(names, Object.keys(parsed));
      for (const [index, { value: list }] of members.entries()) {
        assert.equal(list.elements !== undefined, names[index] === 'items');
        if (list.elements !== undefined) assertCovers(body, list, list.elements, parsed.items);
      }
    }),
  );
});

const inserted = fc.constantFrom(...'[]{},:"\\-+.0123eEtfnu \n\u0001aé'.split(''), 'true', 'null', '\\u00e9', '1.5', '"a"', '');

/** Refuses numbers that are not finite, as JSON.parse does. */
function kindOf(body: Buffer): string {
  return scan(body, EVERYTHING, { nonFinite: 'refuse' }).kind;
}

function assertJudged(body: Buffer): void {
  assert.ok((verdictsOn(body) as readonly string[]).includes(kindOf(body)), body.toString('latin1'));
}

test('a text is valid exactly when JSON.parse takes it', () => {
  fc.assert(
    fc.property(value, fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(3), inserted), { maxLength: 3 }), (node, seed, edits) => {
      let text = spell(node, seed);
      for (const [position, removed, added] of edits) {
        const at = position % (text.length + 1);
        text = text.slice(0, at) + added + text.slice(at + removed);
      }
      assertJudged(Buffer.from(text));
    }),
    { numRuns: 3000 },
  );
});

test('any text of what JSON is made of is valid exactly when JSON.parse takes it', () => {
  const near = fc.array(inserted, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(near, (text) => assertJudged(Buffer.from(text))),
    { numRuns: 3000 },
  );
});

type Edit = (body: Buffer) => Buffer;

/** A body with one thing done to it: a bit turned, cut short, bytes put in, bytes taken out, or a part said twice. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(7)).map(([at, bit]) => (body: Buffer) => {
    const turned = Buffer.from(body);
    const place = at % body.length;
    turned[place] = (turned[place] as number) ^ (1 << bit);
    return turned;
  }),
  fc.nat().map((length) => (body: Buffer) => body.subarray(0, length % (body.length + 1))),
  fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 4 })).map(([at, bytes]) => (body: Buffer) => {
    const place = at % (body.length + 1);
    return Buffer.concat([body.subarray(0, place), bytes, body.subarray(place)]);
  }),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => (body: Buffer) => {
    return Buffer.concat([body.subarray(0, from % body.length), body.subarray(to % body.length)]);
  }),
);

function edited(text: string, edits: readonly Edit[]): Buffer {
  return edits.reduce((body: Buffer, change) => (body.length === 0 ? body : change(body)), Buffer.from(text));
}

test('any bytes, near to JSON, are valid exactly when JSON.parse takes them', () => {
  fc.assert(
    fc.property(value, fc.nat(), fc.array(edit, { maxLength: 4 }), (node, seed, edits) => {
      assertJudged(edited(spell(node, seed), edits));
    }),
    { numRuns: 20_000 },
  );
});

test('any bytes at all are valid exactly when JSON.parse takes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => assertJudged(Buffer.from(bytes))),
    { numRuns: 3000 },
  );
});

test('whatever of a body is found is, by itself, what JSON.parse reads there', () => {
  fc.assert(
    fc.property(value, fc.nat(), fc.array(edit, { maxLength: 2 }), (node, seed, edits) => {
      const body = edited(spell(node, seed), edits);
      const found = scan(body, EVERYTHING, { nonFinite: 'refuse' });
      if (found.kind === 'found') assertReads(body, found.value, JSON.parse(body.toString()));
    }),
    { numRuns: 3000 },
  );
});

function assertReads(body: Buffer, { start, end, kind, elements, members }: Found, expected: unknown): void {
  const own: unknown = JSON.parse(body.toString('utf8', start, end));
  assert.deepEqual(own, expected);
  assert.equal(elements !== undefined, Array.isArray(expected) && kind === 'array');
  if (elements !== undefined) assertCovers(body, { start, end }, elements, own as unknown[]);
  if (members === undefined) return;
  // Of a key that stands twice, JSON.parse has the last one.
  const last = new Map(members.map(({ keyStart, keyEnd, value: member }) => [decodeString(body, keyStart, keyEnd), member]));
  const parsed = new Map(Object.entries(own as object));
  assert.deepEqual([...last.keys()].sort(), [...parsed.keys()].sort());
  for (const [key, member] of last) assertReads(body, member, parsed.get(key));
}

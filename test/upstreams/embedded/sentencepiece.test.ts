import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SentencePiece, type VocabularyRow } from '../../../src/upstreams/embedded/sentencepiece.ts';

const reserved: VocabularyRow[] = ['\ufffd', '<s>', '</s>', 'x1', 'x2', 'x3'].map((piece) => [piece, 0]);
const pieces: VocabularyRow[] = [
  ['\u2581', -3],
  ['a', -2],
  ['b', -2],
  ['ab', -1],
  ['\u2581ab', -5],
  ['fi', -1],
  ['a', -9],
  ['f', -4],
  ['i', -4],
];
const idOf = (piece: string) => reserved.length + pieces.findLastIndex(([text]) => text === piece);
const [SPACE, LAST_A, B, AB, FI] = [idOf('\u2581'), idOf('a'), idOf('b'), idOf('ab'), idOf('fi')];
const tokeniser = new SentencePiece([...reserved, ...pieces]);

test('the most probable cut wins over the longest piece', () => {
  assert.deepEqual(tokeniser.encode('ab'), [SPACE, AB]);
});

test('the later of two equal pieces counts', () => {
  assert.deepEqual(tokeniser.encode('ba'), [SPACE, B, LAST_A]);
});

test('compatibility forms are normalised first', () => {
  assert.deepEqual(tokeniser.encode('ﬁ'), [SPACE, FI]);
});

test('every space is kept, at the ends too', () => {
  assert.deepEqual(tokeniser.encode('  b '), [SPACE, SPACE, SPACE, B, SPACE]);
});

test('a run of unknown symbols is one unknown token', () => {
  assert.deepEqual(tokeniser.encode('b😀😀\nb'), [SPACE, B, 0, B]);
});

test('a text cannot spell a reserved piece', () => {
  assert.deepEqual(tokeniser.encode('<s>'), [SPACE, 0]);
});

test('the empty text has no tokens', () => {
  assert.deepEqual(tokeniser.encode(''), []);
});

test('any other text has tokens, none of them a marker', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      const ids = tokeniser.encode(text);
      assert.ok(ids.length > 0);
      assert.ok(ids.every((id) => id === 0 || (id >= reserved.length && id < reserved.length + pieces.length)));
    }),
  );
});

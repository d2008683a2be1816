import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const SRC = new URL('../../src/', import.meta.url);

/** A literal where a value may stand; and, in quotes, the patterns of options. */
const LITERAL = /(?<=[(=:,[!&|?{;]\s*|return |=> ?)\/(?![*/])((?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;
const QUOTED = /'(\^(?:[^'\\\n]|\\.)*\$)'/g;

interface Found {
  readonly file: string;
  readonly pattern: RegExp;
}

function patternsOf(file: string): readonly Found[] {
  const text = readFileSync(new URL(file, SRC), 'utf8');
  const literals = [...text.matchAll(LITERAL)].map(([, source = '', flags = '']) => new RegExp(source, flags));
  const quoted = [...text.matchAll(QUOTED)].map(([, source = '']) => new RegExp(source.replaceAll('\\\\', '\\')));
  return [...literals, ...quoted].map((pattern) => ({ file, pattern }));
}

const PATTERNS = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap(patternsOf);

/** Those that do, and why that hurts nobody: no request comes their way. */
const KNOWN: Readonly<Record<string, string>> = {
  'proving/compare/numbers-in.ts': 'answers that are no JSON, in `tidegate verify`, of the user’s own model',
  'proving/compare/place.ts': 'the same',
};

const LENGTH = 25_000;
/** Linear ones take a millisecond; a square of the length takes a second. */
const BOUND_MS = 150;
const PIECES = [
  'a',
  'A',
  '0',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '-',
  '_',
  '.',
  ',',
  ';',
  ':',
  '/',
  '\\',
  '"',
  "'",
  '=',
  '+',
  '@',
  '[',
  '{',
  '(',
  '%',
  '~',
  'a-',
  'a.',
  'a,',
  'a ',
  '0.',
  '0,',
  ' a',
  '\\"',
  '/a',
  'a=',
  '\u00e9',
  '\u{1f600}',
];

/** What may make it try again and again: runs of each piece after each beginning that the pattern itself suggests, with an end that does not fit. */
function* attacks({ source }: RegExp): Generator<string> {
  const own = [...new Set(source.replaceAll(/\\[a-zA-Z]|[\^$*+?()[\]{}|]/g, ' ').split(/\s+/))].filter((word) => word !== '');
  const begin = (/^\^?([\w\-:/"]+)/.exec(source)?.[1] ?? '').slice(0, 20);
  for (const piece of new Set([...PIECES, ...own])) {
    const run = piece.repeat(Math.ceil(LENGTH / piece.length));
    for (const start of new Set(['', 'x', begin])) yield `${start}${run}\0`;
  }
}

function slowest({ pattern }: Found): number {
  let most = 0;
  for (const text of attacks(pattern)) {
    const start = performance.now();
    if (pattern.global) text.replaceAll(pattern, '');
    else pattern.test(text);
    pattern.lastIndex = 0;
    const took = performance.now() - start;
    // Another process may have been in the way: what is slow is slow again.
    if (took > BOUND_MS && most < BOUND_MS) {
      const again = performance.now();
      pattern.test(text);
      pattern.lastIndex = 0;
      most = Math.max(most, performance.now() - again);
    }
  }
  return most;
}

test('the patterns of the sources are found', () => {
  assert.ok(PATTERNS.length > 90, `${PATTERNS.length} found`);
  for (const [file, source] of [
    ['sources/http/tidegate-headers.ts', '^\\d+(\\.\\d+)?$'],
    ['auth/sigv4/amz-date.ts', '^(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})Z$'],
  ])
    assert.ok(
      PATTERNS.some((found) => found.file === file && found.pattern.source === source),
      String(source),
    );
});

test('the attacks find patterns that take the square of the length', () => {
  for (const pattern of [/\s+$/, /^(\d+\.?\d*)$/, /a*b/]) assert.ok(slowest({ file: '', pattern }) > BOUND_MS, pattern.source);
});

test('no pattern takes more than linear time for any of them', () => {
  const slow = PATTERNS.map((found) => [found.file, found.pattern.source, slowest(found)] as const).filter(
    ([file, , ms]) => ms > BOUND_MS && KNOWN[file] === undefined,
  );
  assert.deepEqual(slow, []);
});

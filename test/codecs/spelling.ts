import fc from 'fast-check';

/** A JSON value whose numbers are text, and which may be spelled in many ways. */
export type Value =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly elements: readonly Value[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Value> };

const LITERALS = ['true', 'false', 'null', '0', '-0.0', '1', '1.0', '1e0', '1E+2', '1e-05', '12345678901234567890', '-17.250'];

export const literal: fc.Arbitrary<Value> = fc.constantFrom(...LITERALS).map((text) => ({ kind: 'literal', text }));

export const text: fc.Arbitrary<Value> = fc
  .string({ unit: fc.constantFrom('a', '"', '\\', '/', '\n', '\u0001', 'é', '😀', ' ', ',', ']', '}'), maxLength: 6 })
  .map((string) => ({ kind: 'string', text: string }));

const key = fc.constantFrom('a', 'b', 'é', 'c d', '"', '__proto__');

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, literal, text, arrayOf(tie('value')), objectOf(key, tie('value'))),
})).value;

export function arrayOf(element: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.array(element, { maxLength: 4 }).map((elements) => ({ kind: 'array', elements }));
}

export function objectOf(keys: fc.Arbitrary<string>, member: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  const members = fc.uniqueArray(fc.tuple(keys, member), { selector: ([name]) => name, maxLength: 4 });
  return members.map((entries) => ({ kind: 'object', members: new Map(entries) }));
}

/** One of a value's spellings: white space, escapes and the order of keys are drawn with `seed`. */
export function spell(node: Value, seed: number): string {
  return write(node, new Draw(seed));
}

/** The same for all spellings of equal values, and only for them. */
export function normal(node: Value): string {
  switch (node.kind) {
    case 'literal':
      return node.text;
    case 'string':
      return JSON.stringify(node.text);
    case 'array':
      return `[${node.elements.map(normal).join()}]`;
    case 'object':
      return `{${[...node.members]
        .map(([name, member]) => `${JSON.stringify(name)}:${normal(member)}`)
        .sort()
        .join()}}`;
  }
}

/** A linear congruential generator: spellings are shrunk by shrinking its seed. */
class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(count: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return (this.#state >>> 8) % count;
  }
}

function write(node: Value, draw: Draw): string {
  return `${space(draw)}${writeBare(node, draw)}${space(draw)}`;
}

function writeBare(node: Value, draw: Draw): string {
  if (node.kind === 'literal') return node.text;
  if (node.kind === 'string') return writeString(node.text, draw);
  if (node.kind === 'array') return `[${node.elements.map((element) => write(element, draw)).join() || space(draw)}]`;
  const members = [...node.members].map(([name, member]) => ({ name, member, rank: draw.below(1000) }));
  members.sort((a, b) => a.rank - b.rank);
  return `{${members.map(({ name, member }) => `${space(draw)}${writeString(name, draw)}${space(draw)}:${write(member, draw)}`).join() || space(draw)}}`;
}

function writeString(string: string, draw: Draw): string {
  return `"${string
    .split('')
    .map((unit) => writeUnit(unit, draw))
    .join('')}"`;
}

/** Halves of a surrogate pair stay as they are: one that is escaped alone would be another string. */
function writeUnit(unit: string, draw: Draw): string {
  const isHalf = unit >= '\ud800' && unit <= '\udfff';
  if (isHalf || draw.below(3) > 0) return isHalf ? unit : JSON.stringify(unit).slice(1, -1);
  if (unit === '/') return '\\/';
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${draw.below(2) === 0 ? hex : hex.toUpperCase()}`;
}

function space(draw: Draw): string {
  return ['', '', '', ' ', '\n  ', '\t', '\r\n'][draw.below(7)] ?? '';
}

import { Refusal } from '../port.ts';
import type { Value } from './value.ts';

/** Python gives up near its recursion limit. */
const maxDepth = 900;

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
// oxlint-disable-next-line no-control-regex -- a raw control character is not allowed in a JSON string
const plain = /[^"\\\u0000-\u001f]+/y;
const finiteWords: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];
const allWords: readonly (readonly [string, Value])[] = [
  ...finiteWords,
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

/** `json.loads`: an int has any length, of equal keys the last one counts, NaN and Infinity are read unless `finite`. */
export function readJson(text: string, { finite = false } = {}): Value {
  return new JsonReader(text, finite ? finiteWords : allWords).whole();
}

class JsonReader {
  readonly #text: string;
  readonly #words: readonly (readonly [string, Value])[];
  #at = 0;

  constructor(text: string, words: readonly (readonly [string, Value])[]) {
    this.#text = text;
    this.#words = words;
  }

  whole(): Value {
    const value = this.#value(0);
    if (this.#at < this.#text.length) this.#fail('Extra data');
    return value;
  }

  /** A value and the white space around it. */
  #value(depth: number): Value {
    if (depth > maxDepth) throw new Refusal('maximum recursion depth exceeded while decoding');
    this.#take(space);
    const value = this.#bare(depth);
    this.#take(space);
    return value;
  }

  #bare(depth: number): Value {
    if (this.#skip('{')) return this.#object(depth);
    if (this.#skip('[')) return this.#array(depth);
    if (this.#skip('"')) return this.#string();
    const word = this.#words.find(([spelling]) => this.#skip(spelling));
    return word === undefined ? this.#number() : word[1];
  }

  #number(): Value {
    const digits = this.#take(number);
    if (digits === '') this.#fail('Expecting value');
    return /[.eE]/.test(digits) ? Number(digits) : BigInt(digits);
  }

  #array(depth: number): Value {
    const items: Value[] = [];
    this.#take(space);
    if (this.#skip(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#skip(','));
    if (!this.#skip(']')) this.#fail("Expecting ',' delimiter");
    return items;
  }

  #object(depth: number): Value {
    const entries = new Map<string, Value>();
    this.#take(space);
    if (this.#skip('}')) return entries;
    do {
      this.#take(space);
      if (!this.#skip('"')) this.#fail('Expecting property name enclosed in double quotes');
      const key = this.#string();
      this.#take(space);
      if (!this.#skip(':')) this.#fail("Expecting ':' delimiter");
      entries.set(key, this.#value(depth + 1));
    } while (this.#skip(','));
    if (!this.#skip('}')) this.#fail("Expecting ',' delimiter");
    return entries;
  }

  /** The rest of a string, after its opening quote. */
  #string(): string {
    let value = '';
    while (!this.#skip('"')) {
      const escaped = this.#take(escape);
      const more = escaped === '' ? this.#take(plain) : (JSON.parse(`"${escaped}"`) as string);
      if (more === '') this.#fail('Unterminated string or invalid escape or control character');
      value += more;
    }
    return value;
  }

  #skip(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #fail(message: string): never {
    throw new Refusal(`${message}: line 1 column ${this.#at + 1} (char ${this.#at})`);
  }
}

import { byteAt, COLON, COMMA, MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipSpace } from './characters.ts';
import { skipNumber } from './number-token.ts';
import { expectedInString, skipString } from './string-token.ts';
import { skipWord } from './word-token.ts';

/** Arrays and objects inside each other that are still taken apart. Python's own parser gives up near 1000. */
export const MAX_DEPTH = 128;

export interface ReadOptions {
  /** What becomes of the bare `NaN`, `Infinity` and `-Infinity` that Python writes. @default 'accept' */
  readonly nonFinite?: 'accept' | 'refuse';
}

/** Why reading stopped: not JSON, or JSON that is too deep or too wide to look into. */
export interface Fault {
  readonly kind: 'invalid' | 'opaque';
  /** Byte offset. */
  readonly at: number;
  readonly message: string;
}

/** Opening brackets around the current byte; shared, for a read never gives way to another. */
const brackets = new Uint8Array(MAX_DEPTH);

/**
 * Steps over JSON without recursion. Every method takes a position and returns the one after what it read, or FAILED once
 * `fault` is set.
 */
export class Reader {
  static readonly FAILED = -1;
  fault: Fault | undefined;
  readonly body: Buffer;
  readonly #refusesNonFinite: boolean;

  constructor(body: Buffer, { nonFinite = 'accept' }: ReadOptions = {}) {
    this.body = body;
    this.#refusesNonFinite = nonFinite === 'refuse';
  }

  /** The value at `start`, inside `base` containers. */
  value(start: number, base: number): number {
    const { body } = this;
    let depth = base;
    let at = start;
    for (;;) {
      const first = byteAt(body, at);
      if (first === OPEN_BRACE || first === OPEN_BRACKET) {
        if (depth === MAX_DEPTH) return this.tooDeep(at);
        const inside = skipSpace(body, at + 1);
        if (byteAt(body, inside) !== first + 2) {
          brackets[depth] = first;
          depth += 1;
          at = first === OPEN_BRACE ? this.#member(inside) : inside;
          if (at < 0) return at;
          continue;
        }
        at = inside + 1;
      } else {
        at = this.#scalar(at, first);
        if (at < 0) return at;
      }
      for (;;) {
        if (depth === base) return at;
        const open = brackets[depth - 1] as number;
        at = skipSpace(body, at);
        const next = byteAt(body, at);
        if (next === COMMA) {
          at = skipSpace(body, at + 1);
          if (open === OPEN_BRACE) {
            at = this.#member(at);
            if (at < 0) return at;
          }
          break;
        }
        if (next !== open + 2) return this.failAfterValue(open, at);
        depth -= 1;
        at += 1;
      }
    }
  }

  /** A key; at its closing quote's end. */
  key(at: number): number {
    return byteAt(this.body, at) === QUOTE ? this.#string(at) : this.fail('a string as key', at);
  }

  /** The colon after a key and the white space around it; at the value. */
  colon(at: number): number {
    const colon = skipSpace(this.body, at);
    return byteAt(this.body, colon) === COLON ? skipSpace(this.body, colon + 1) : this.fail("':'", colon);
  }

  fail(expected: string, at: number): number {
    const ending = at < this.body.length ? '' : ', where the body ends';
    this.fault = { kind: 'invalid', at, message: `Expected ${expected} at byte ${at}${ending}` };
    return Reader.FAILED;
  }

  failAfterValue(open: number, at: number): number {
    return this.fail(open === OPEN_BRACE ? "',' or '}'" : "',' or ']'", at);
  }

  tooDeep(at: number): number {
    this.fault = { kind: 'opaque', at, message: `Nested deeper than ${MAX_DEPTH} at byte ${at}` };
    return Reader.FAILED;
  }

  tooMany(at: number): number {
    this.fault = { kind: 'opaque', at, message: `More members than are looked at, at byte ${at}` };
    return Reader.FAILED;
  }

  #member(at: number): number {
    const keyEnd = this.key(at);
    return keyEnd < 0 ? keyEnd : this.colon(keyEnd);
  }

  #scalar(at: number, first: number): number {
    if (first === QUOTE) return this.#string(at);
    const isNumber = first === MINUS || (first >= 0x30 && first <= 0x39);
    const end = isNumber ? skipNumber(this.body, at) : skipWord(this.body, at);
    if (end >= 0) return this.#refusesNonFinite && endsNonFinite(this.body, end) ? this.fail('a finite number', at) : end;
    return isNumber ? this.fail('a digit', ~end) : this.fail('a JSON value', at);
  }

  #string(at: number): number {
    const end = skipString(this.body, at);
    return end >= 0 ? end : this.fail(expectedInString(this.body, ~end), ~end);
  }
}

/** Of a valid value that is no string: only NaN ends in N, and only Infinity in y. */
function endsNonFinite(body: Buffer, end: number): boolean {
  const last = body[end - 1];
  return last === 0x4e || last === 0x79;
}

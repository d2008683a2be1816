import { COLON, COMMA, isDigit, MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipSpace } from './characters.ts';
import { skipNumber } from './number-token.ts';
import { expectedInString, skipString } from './string-token.ts';
import { skipWord } from './word-token.ts';

/** Arrays and objects inside each other that are still taken apart. Python's own parser gives up near 1000. */
export const MAX_DEPTH = 128;

/** Why reading stopped: not JSON, or JSON nested too deeply to look into. */
export interface Fault {
  readonly kind: 'invalid' | 'tooDeep';
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
  #depth = 0;

  constructor(body: Buffer) {
    this.body = body;
  }

  /** The value at `at`, inside `depth` containers. */
  value(at: number, depth: number): number {
    const byte = this.body[at];
    return byte === OPEN_BRACE || byte === OPEN_BRACKET ? this.#container(at, depth) : this.#scalar(at);
  }

  /** A key; at its closing quote's end. */
  key(at: number): number {
    return this.body[at] === QUOTE ? this.#string(at) : this.fail('a string as key', at);
  }

  /** The colon after a key and the white space around it; at the value. */
  colon(at: number): number {
    const colon = skipSpace(this.body, at);
    return this.body[colon] === COLON ? skipSpace(this.body, colon + 1) : this.fail("':'", colon);
  }

  fail(expected: string, at: number): number {
    const ending = at < this.body.length ? '' : ', where the body ends';
    this.fault = { kind: 'invalid', at, message: `Expected ${expected} at byte ${at}${ending}` };
    return Reader.FAILED;
  }

  failAfterValue(open: number, at: number): number {
    return this.fail(open === OPEN_BRACE ? "',' or '}'" : "',' or ']'", at);
  }

  #container(start: number, base: number): number {
    this.#depth = base;
    let at = start;
    do at = this.#ascend(this.#descend(at), base);
    while (at >= 0 && this.#depth > base);
    return at;
  }

  /** Opens what opens, up to the end of the first value that holds no other. */
  #descend(start: number): number {
    let at = start;
    for (;;) {
      const open = this.body[at];
      if (open !== OPEN_BRACE && open !== OPEN_BRACKET) return this.#scalar(at);
      if (this.#depth === MAX_DEPTH) return this.#tooDeep(at);
      const first = skipSpace(this.body, at + 1);
      if (this.body[first] === open + 2) return first + 1;
      brackets[this.#depth] = open;
      this.#depth += 1;
      at = this.#untilValue(open, first);
      if (at < 0) return at;
    }
  }

  /** Closes what closes after a value, until a comma opens the way to the next one. */
  #ascend(end: number, base: number): number {
    let at = end;
    while (at >= 0 && this.#depth > base) {
      const next = skipSpace(this.body, at);
      const open = brackets[this.#depth - 1] ?? OPEN_BRACKET;
      if (this.body[next] === COMMA) return this.#untilValue(open, skipSpace(this.body, next + 1));
      if (this.body[next] !== open + 2) return this.failAfterValue(open, next);
      this.#depth -= 1;
      at = next + 1;
    }
    return at;
  }

  /** Over the key, where the container has keys. */
  #untilValue(open: number, at: number): number {
    if (open === OPEN_BRACKET) return at;
    const keyEnd = this.key(at);
    return keyEnd < 0 ? keyEnd : this.colon(keyEnd);
  }

  #scalar(at: number): number {
    const byte = this.body[at];
    if (byte === QUOTE) return this.#string(at);
    const isNumber = byte === MINUS || isDigit(byte);
    const end = isNumber ? skipNumber(this.body, at) : skipWord(this.body, at);
    if (end >= 0) return end;
    return isNumber ? this.fail('a digit', ~end) : this.fail('a JSON value', at);
  }

  #string(at: number): number {
    const end = skipString(this.body, at);
    return end >= 0 ? end : this.fail(expectedInString(this.body, ~end), ~end);
  }

  #tooDeep(at: number): number {
    this.fault = { kind: 'tooDeep', at, message: `Nested deeper than ${MAX_DEPTH} at byte ${at}` };
    return Reader.FAILED;
  }
}

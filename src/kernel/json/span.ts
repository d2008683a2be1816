export type JsonKind = 'string' | 'number' | 'object' | 'array' | 'boolean' | 'null';

/** Where a JSON value stands: bytes `start` up to, not including, `end`, without the white space around it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: JsonKind;
}

/** A value, and its parts as far as they were wanted. */
export interface Found extends Span {
  /** Of an array whose elements were wanted; at most MAX_ELEMENTS. */
  readonly elements: readonly Span[] | undefined;
  /** Of an object whose members were looked into; the root's always are. */
  readonly members: readonly Member[] | undefined;
}

/** A member of an object; its key stands from `keyStart` to `keyEnd`, quotes included, escapes as written. */
export interface Member {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Found;
}

/** The kind of the valid JSON value that begins with `byte`. */
export function kindOf(byte: number | undefined): JsonKind {
  switch (byte) {
    case 0x22:
      return 'string';
    case 0x7b:
      return 'object';
    case 0x5b:
      return 'array';
    case 0x74:
    case 0x66:
      return 'boolean';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}

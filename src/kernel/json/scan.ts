import { isUtf8 } from 'node:buffer';
import { skipSpace } from './characters.ts';
import { find } from './find.ts';
import { Reader, type ReadOptions } from './reader.ts';
import type { Found } from './span.ts';
import { firstInvalidUtf8 } from './utf8.ts';
import type { Want } from './want.ts';

/**
 * What a body is. `opaque` is a body that may be JSON but is not looked into: a byte order mark (Python refuses it, others do
 * not), or nested deeper than MAX_DEPTH.
 */
export type Scan =
  | { readonly kind: 'found'; readonly value: Found }
  | { readonly kind: 'opaque'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly message: string };

const ROOT_ELEMENTS: Want = { elements: true };

/**
 * Validates a body in one pass and finds its parts: RFC 8259, and the bare `NaN`, `Infinity` and `-Infinity` that Python
 * writes, unless they are refused. An object at the root has all its members told, whatever is wanted; an array its elements
 * where they are wanted, as they are by default. Never throws.
 */
export function scan(body: Buffer, want: Want = ROOT_ELEMENTS, options?: ReadOptions): Scan {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return { kind: 'opaque', reason: 'a byte order mark' };
  if (!isUtf8(body)) return { kind: 'invalid', message: `Expected UTF-8 at byte ${firstInvalidUtf8(body)}` };
  const reader = new Reader(body, options);
  const value = find(reader, skipSpace(body, 0), want);
  if (value === undefined) return faultOf(reader);
  const rest = skipSpace(body, value.end);
  return rest < body.length
    ? { kind: 'invalid', message: `Expected the end of the body at byte ${rest}` }
    : { kind: 'found', value };
}

function faultOf({ fault }: Reader): Scan {
  const message = fault?.message ?? 'Expected a JSON value';
  return fault?.kind === 'opaque' ? { kind: 'opaque', reason: message } : { kind: 'invalid', message };
}

export { MAX_ELEMENTS } from './find.ts';
export type { Found, Span } from './span.ts';
export type { Want } from './want.ts';

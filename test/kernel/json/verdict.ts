import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { MAX_DEPTH } from '../../../src/kernel/json/reader.ts';
import { type Found, type Scan, scan } from '../../../src/kernel/json/scan.ts';
import type { Want } from '../../../src/kernel/json/want.ts';

/** Every list and object, however deep. */
export const EVERYTHING: Want = { elements: true, member: () => EVERYTHING };

/** The value that is found in a body; fails where there is none. */
export function foundIn(body: Buffer, want?: Want): Found {
  const found = scan(body, want);
  return found.kind === 'found' ? found.value : assert.fail(`expected a value, got ${JSON.stringify(found)}`);
}

/** What a scan that refuses numbers that are not finite has to say of a body, by JSON.parse and what we say of it. */
export function verdictsOn(body: Buffer): readonly Scan['kind'][] {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return ['opaque'];
  if (!isUtf8(body)) return ['invalid'];
  // Whether it is a fault or the depth that comes first is not told here.
  const isDeep = deepest(body) > MAX_DEPTH;
  if (!parses(body)) return isDeep ? ['invalid', 'opaque'] : ['invalid'];
  return isDeep ? ['opaque'] : ['found'];
}

function parses(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}

/** Of brackets outside strings, those most open at once. */
function deepest(body: Buffer): number {
  let depth = 0;
  let most = 0;
  for (const [token] of body.toString('latin1').matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

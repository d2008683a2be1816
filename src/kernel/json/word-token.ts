import { byteAt } from './characters.ts';

const NONE = Buffer.alloc(0);
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const NAN = Buffer.from('NaN');
const INFINITY = Buffer.from('Infinity');

/** The end of the literal name at `at`; where it is none, the complement (`~`) of the byte that is at fault. */
export function skipWord(body: Uint8Array, at: number): number {
  const word = wordOf(byteAt(body, at));
  for (let index = 1; index < word.length; index += 1) if (byteAt(body, at + index) !== word[index]) return ~(at + index);
  return word.length === 0 ? ~at : at + word.length;
}

/** JSON's literal names, and the three that Python and TensorFlow add (one of them behind a minus). */
function wordOf(first: number): Buffer {
  switch (first) {
    case 0x74:
      return TRUE;
    case 0x66:
      return FALSE;
    case 0x6e:
      return NULL;
    case 0x4e:
      return NAN;
    case 0x49:
      return INFINITY;
    default:
      return NONE;
  }
}

import type { Codec, Extraction } from '../port.ts';

const NEVER_JOINED = 'passthrough never joins';

/** Every request goes alone, unchanged: for contracts that cannot be batched, and for models nothing is known about. */
export const passthrough: Codec = {
  name: 'passthrough',
  extract: (): Extraction => ({ kind: 'alone', reason: NEVER_JOINED }),
  join: refuse,
  split: refuse,
  assemble: refuse,
};

function refuse(): never {
  throw new Error(NEVER_JOINED);
}

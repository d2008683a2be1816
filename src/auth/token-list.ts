import { hash, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.ts';

interface Entry {
  readonly digest: Buffer;
  readonly caller: Caller;
}

/**
 * All tokens that are good. Kept as digests; a token that is asked about is compared with every one of them in constant time, so
 * that neither which one it is nor how much of it is right shows in how long that takes.
 */
export class TokenList {
  readonly #entries: readonly Entry[];
  readonly #equal: typeof timingSafeEqual;

  constructor(tokens: Iterable<readonly [token: string, caller: Caller]>, equal: typeof timingSafeEqual = timingSafeEqual) {
    this.#entries = [...tokens].map(([token, caller]) => ({ digest: digestOf(token), caller }));
    this.#equal = equal;
  }

  callerOf(token: string): Caller | undefined {
    const digest = digestOf(token);
    let found: Caller | undefined;
    for (const entry of this.#entries) if (this.#equal(entry.digest, digest)) found = entry.caller;
    return found;
  }
}

function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

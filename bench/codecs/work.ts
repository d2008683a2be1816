import { type Contract, EMBED, INSTANCES, TEXT_TO_TEXT } from './contract.ts';
import type { Corpus } from './corpora/corpus.ts';
import { Draw } from './corpora/draw.ts';
import { nested } from './corpora/nested.ts';
import { numbers } from './corpora/numbers.ts';
import { shortText, text } from './corpora/text.ts';

/** What callers send and the model answers. */
export interface Work {
  readonly name: string;
  readonly contract: Contract;
  readonly items: Corpus;
  readonly results: Corpus;
  /** How many times as fast as parsing and printing it shall be. */
  readonly target?: number;
}

const TARGET = 1.5;

export const WORKS: readonly Work[] = [
  { name: 'text', contract: TEXT_TO_TEXT, items: text, results: text, target: TARGET },
  { name: 'numbers', contract: INSTANCES, items: numbers, results: numbers, target: TARGET },
  { name: 'nested', contract: INSTANCES, items: nested, results: nested, target: TARGET },
  { name: 'text to numbers', contract: EMBED, items: text, results: numbers },
  { name: 'short text', contract: TEXT_TO_TEXT, items: shortText, results: shortText },
];

/** The bytes of one call: the requests that share it, and its reply. */
export interface Bodies {
  readonly requests: readonly Buffer[];
  readonly reply: Buffer;
}

export function bodiesOf({ contract, items, results }: Work, batch: number, seed: number): Bodies {
  const draw = new Draw(seed);
  return {
    requests: draw.times(batch, (index) => Buffer.from(contract.request(items.item(draw, index)))),
    reply: Buffer.from(contract.reply(draw.times(batch, (index) => results.item(draw, index)))),
  };
}

/** All bytes that one call has read and written: requests and call, reply and replies. */
export function bytesOf({ requests, reply }: Bodies): number {
  return 2 * (requests.reduce((sum, { length }) => sum + length, 0) + reply.length);
}

import { type CodecItem, type Reply, type Result, UnlikeReplies } from '../port.ts';
import { assembleJson } from './assemble.ts';
import type { JsonFrame } from './frame.ts';

/** Where the numbers stand in a numbered result, and what it is sorted by. */
export interface Numbers {
  /** Of each number in `parts[0]`: the bytes that are replaced. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly score: number;
  /** Its place among the results of its call. */
  readonly rank: number;
}

/** One item's share of a JSON reply. */
export class JsonShare implements Result {
  readonly parts: readonly Buffer[];
  readonly frame: JsonFrame;
  readonly numbers: Numbers | undefined;
  readonly usage: readonly number[];

  constructor(parts: readonly Buffer[], frame: JsonFrame, numbers?: Numbers, usage: readonly number[] = []) {
    this.parts = parts;
    this.frame = frame;
    this.numbers = numbers;
    this.usage = usage;
  }

  assemble(results: readonly Result[], items: readonly CodecItem[]): Reply {
    return assembleJson(results.map(jsonShare), items);
  }
}

function jsonShare(result: Result): JsonShare {
  if (result instanceof JsonShare) return result;
  throw new UnlikeReplies();
}

import type { About } from '../report/about.ts';
import type { Spread } from '../statistics/spread.ts';
import type { CodecsPlan } from './plan.ts';

/** The whole benchmark, measured. This is what the JSON file holds. */
export interface CodecsResult extends About {
  readonly scenario: 'codecs';
  readonly title: string;
  readonly facts: string;
  readonly settings: CodecsPlan;
  readonly works: readonly { readonly name: string; readonly codec: string; readonly items: string; readonly results: string }[];
  readonly cells: readonly CodecsCell[];
}

/** One work in calls of one size. */
export interface CodecsCell {
  readonly work: string;
  readonly batch: number;
  /** Read and written, a call. */
  readonly bytes: number;
  /** Microseconds a call. */
  readonly byteRangesUs: Spread;
  readonly parsingUs: Spread;
  /** Of each round, how many times as long parsing took. */
  readonly ratio: Spread;
  readonly atLeast?: number;
  readonly met?: boolean;
}

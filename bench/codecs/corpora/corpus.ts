import type { Draw } from './draw.ts';

/** A kind of items, as JSON texts. */
export interface Corpus {
  readonly name: string;
  readonly facts: string;
  item(draw: Draw, index: number): string;
}

import type { Corpus } from './corpus.ts';
import type { Draw } from './draw.ts';

const FLOATS = 768;
const INTEGERS = 512;
const VOCABULARY = 50_257;

/** One item in this many is a list of token ids. */
const INTEGERS_EVERY = 4;

export const numbers: Corpus = {
  name: 'numbers',
  facts: `lists of ${FLOATS} floats of 17 digits, as of an embedding; every fourth one ${INTEGERS} token ids`,
  item(draw, index) {
    if (index % INTEGERS_EVERY === 0) return `[${draw.times(INTEGERS, () => draw.between(0, VOCABULARY - 1)).join()}]`;
    return `[${draw.times(FLOATS, () => float(draw)).join()}]`;
  },
};

/** Centred on 0, mostly small; the smallest ones have an exponent. */
function float(draw: Draw): string {
  return ((draw.unit() - 0.5) * draw.unit() * draw.unit()).toPrecision(17).replace(/e-(\d)$/, 'e-0$1');
}

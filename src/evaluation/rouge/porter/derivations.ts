import { measure } from './letters.ts';
import { applyRules, type SuffixRule } from './suffix-rule.ts';

const isSome = (stem: string): boolean => measure(stem) > 0;
const isLong = (stem: string): boolean => measure(stem) > 1;

/** In the order in which they are tried: `ational` before the `tional` and the `ation` that it ends in. */
const STEP_2: readonly SuffixRule[] = [
  ['ational', 'ate', isSome],
  ['tional', 'tion', isSome],
  ['enci', 'ence', isSome],
  ['anci', 'ance', isSome],
  ['izer', 'ize', isSome],
  ['bli', 'ble', isSome],
  ['alli', 'al', isSome],
  ['entli', 'ent', isSome],
  ['eli', 'e', isSome],
  ['ousli', 'ous', isSome],
  ['ization', 'ize', isSome],
  ['ation', 'ate', isSome],
  ['ator', 'ate', isSome],
  ['alism', 'al', isSome],
  ['iveness', 'ive', isSome],
  ['fulness', 'ful', isSome],
  ['ousness', 'ous', isSome],
  ['aliti', 'al', isSome],
  ['iviti', 'ive', isSome],
  ['biliti', 'ble', isSome],
  ['fulli', 'ful', isSome],
  // The l counts as part of the stem, so that `geology` is as long as `archaeology`.
  ['logi', 'log', (stem) => isSome(`${stem}l`)],
];

const STEP_3: readonly SuffixRule[] = [
  ['icate', 'ic', isSome],
  ['ative', '', isSome],
  ['alize', 'al', isSome],
  ['iciti', 'ic', isSome],
  ['ical', 'ic', isSome],
  ['ful', '', isSome],
  ['ness', '', isSome],
];

const CUT_IN_STEP_4 = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'.split(' ');
const STEP_4: readonly SuffixRule[] = CUT_IN_STEP_4.map((suffix) => [
  suffix,
  '',
  suffix === 'ion' ? (stem) => isLong(stem) && /[st]$/.test(stem) : isLong,
]);

/** Steps 2 to 4: what makes one word of another, `-ational`, `-ness`, `-ment`. */
export function withoutDerivation(word: string): string {
  return applyRules(applyRules(step2(word), STEP_3), STEP_4);
}

/** With NLTK what is left of `-alli` goes through the step once more: `rationalli`, `rational`, `ration`. */
function step2(word: string): string {
  if (word.endsWith('alli') && isSome(word.slice(0, -4))) return step2(word.slice(0, -2));
  return applyRules(word, STEP_2);
}

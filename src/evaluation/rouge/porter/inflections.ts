import { endsInConsonant, endsInDouble, endsShort, hasVowel, measure } from './letters.ts';
import { applyRules, type SuffixRule } from './suffix-rule.ts';

const PLURALS: readonly SuffixRule[] = [
  ['sses', 'ss'],
  ['ies', 'i'],
  ['ss', 'ss'],
  ['s', ''],
];
const Y_TO_I: readonly SuffixRule[] = [['y', 'i', (stem) => stem.length > 1 && endsInConsonant(stem)]];
const E_WAS_CUT = /(?:at|bl|iz)$/;
const STAYS_DOUBLE = /[lsz]$/;

/**
 * Steps 1a to 1c: plurals, -ed and -ing, and a last y. With NLTK `dies` and `died` become `die`, `flies` and `fly` become `fli`.
 */
export function withoutInflection(word: string): string {
  return applyRules(withoutPast(withoutPlural(word)), Y_TO_I);
}

function withoutPlural(word: string): string {
  return word.length === 4 && word.endsWith('ies') ? word.slice(0, -1) : applyRules(word, PLURALS);
}

function withoutPast(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const cut = ['ed', 'ing'].find((suffix) => word.endsWith(suffix) && hasVowel(word.slice(0, -suffix.length)));
  return cut === undefined ? word : mended(word.slice(0, -cut.length));
}

/** `conflat(ed)` gets its e back, `hopp(ing)` loses a p, `fil(ing)` becomes `file`. */
function mended(stem: string): string {
  if (E_WAS_CUT.test(stem)) return `${stem}e`;
  if (endsInDouble(stem)) return STAYS_DOUBLE.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

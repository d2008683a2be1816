import { withoutDerivation } from './derivations.ts';
import { withoutInflection } from './inflections.ts';
import { endsShort, measure } from './letters.ts';

/** Words that the rules would get wrong. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

/**
 * The stem of an English word, as `nltk.stem.porter.PorterStemmer` has it in its default mode, NLTK_EXTENSIONS (Porter, "An
 * algorithm for suffix stripping", Program 14, 1980, with some changes by Porter and by NLTK).
 * @param word lower-case letters and digits of ASCII
 */
export function porterStem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  return withoutDoubleL(withoutE(withoutDerivation(withoutInflection(word))));
}

/** Step 5a. */
function withoutE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  return measure(stem) > 1 || (measure(stem) === 1 && !endsShort(stem)) ? stem : word;
}

/** Step 5b. */
function withoutDoubleL(word: string): string {
  const stem = word.slice(0, -1);
  return word.endsWith('ll') && measure(stem) > 1 ? stem : word;
}

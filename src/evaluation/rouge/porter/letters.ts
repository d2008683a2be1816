const VOWELS = 'aeiou';

/**
 * Which letters are consonants (c) and which vowels (v). A y is a vowel after a consonant: `toy` is cvc, `syzygy` cvcvcv.
 * @param word lower case; what is no letter counts as a consonant
 */
function shapeOf(word: string): string {
  let shape = '';
  for (const letter of word) shape += VOWELS.includes(letter) || (letter === 'y' && shape.endsWith('c')) ? 'v' : 'c';
  return shape;
}

/** Porter's m: how many times vowels are followed by consonants. `tree` 0, `trouble` 1, `private` 2. */
export function measure(stem: string): number {
  return shapeOf(stem).split('vc').length - 1;
}

/** Porter's *v*. */
export function hasVowel(stem: string): boolean {
  return shapeOf(stem).includes('v');
}

export function endsInConsonant(stem: string): boolean {
  return shapeOf(stem).endsWith('c');
}

/** Porter's *d. */
export function endsInDouble(stem: string): boolean {
  return stem.length >= 2 && stem.at(-1) === stem.at(-2) && endsInConsonant(stem);
}

/**
 * Porter's *o: consonant, vowel, consonant but w, x or y, as in `hop`. With NLTK also a word that is vowel and consonant,
 * whichever.
 */
export function endsShort(stem: string): boolean {
  const shape = shapeOf(stem);
  return shape === 'vc' || (shape.endsWith('cvc') && !/[wxy]$/.test(stem));
}

import { porterStem } from './porter/porter-stem.ts';

/** Longer words are stemmed, those of up to so many letters are not. */
const UNSTEMMED = 3;

/** The tokens of texts as numbers, equal tokens equal numbers: what compares them need not look at letters. */
export class Vocabulary {
  readonly #stemmer: boolean;
  readonly #byWord = new Map<string, number>();
  readonly #byToken = new Map<string, number>();

  /** @param stemmer whether words count by their stems */
  constructor(stemmer: boolean) {
    this.#stemmer = stemmer;
  }

  /**
   * By the tokeniser of `rouge_score`: runs of a to z and 0 to 9 of the text in lower case. All else is between words, so there
   * are no tokens in most scripts but the Latin one, and `naïve` is two.
   */
  tokens(text: string): Uint32Array {
    return Uint32Array.from(text.toLowerCase().match(/[a-z0-9]+/g) ?? [], (word) => this.#numberOf(word));
  }

  /** Remembered by the word as it was written, as stemming is the dear part. */
  #numberOf(word: string): number {
    const known = this.#byWord.get(word);
    if (known !== undefined) return known;
    const token = this.#stemmer && word.length > UNSTEMMED ? porterStem(word) : word;
    const number = this.#byToken.get(token) ?? this.#byToken.size;
    this.#byToken.set(token, number);
    this.#byWord.set(word, number);
    return number;
  }
}

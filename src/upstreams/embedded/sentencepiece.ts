import { PieceTrie } from './piece-trie.ts';

/** A row of the package's vocab.json: the piece and its log probability, null where the file lost it. */
export type VocabularyRow = readonly [piece: string, score: number | null];

/** The first six ids are the unknown piece and markers, which no text may spell. */
const RESERVED = 6;
const UNKNOWN = 0;
const WORD_START = '\u2581';

/**
 * SentencePiece unigram tokeniser (Kudo 2018, arXiv:1804.10959): of all ways to cut a text into pieces it takes the most
 * probable. It keeps to the letter of the tokeniser that ships with the model, since the weights were only ever used behind
 * that one: a lost score counts as 0, an unknown symbol costs 0, and a best score of exactly 0 counts as not yet set.
 */
export class SentencePiece {
  readonly #trie: PieceTrie;
  readonly #scores: Float64Array;

  constructor(vocabulary: readonly VocabularyRow[]) {
    this.#trie = new PieceTrie(vocabulary.map(([piece], id) => (id < RESERVED ? undefined : piece)));
    this.#scores = Float64Array.from(vocabulary, ([, score]) => score ?? 0);
  }

  /** The token ids of `text`, one id 0 for each run of unknown symbols; none for the empty text. Time linear in its length. */
  encode(text: string): number[] {
    if (text === '') return [];
    const normal = text.normalize('NFKC').replaceAll(' ', WORD_START);
    return mergeUnknown(trace(this.#bestPieces(this.#trie.symbols(WORD_START + normal))));
  }

  /** Viterbi: for each end the last piece of the best cut up to there, and where that piece starts. */
  #bestPieces(symbols: readonly number[]): BestPieces {
    const best = new Float64Array(symbols.length + 1);
    const pieces = new Int32Array(symbols.length + 1).fill(UNKNOWN);
    const starts = Int32Array.from(pieces, (_, end) => end - 1);
    for (let start = 0; start < symbols.length; start += 1) {
      const before = best[start] as number;
      const offer = (end: number, piece: number): void => {
        const score = (this.#scores[piece] as number) + before;
        if (best[end] !== 0 && score < (best[end] as number)) return;
        best[end] = score;
        pieces[end] = piece;
        starts[end] = start;
      };
      if (this.#trie.match(symbols, start, offer) === 0) offer(start + 1, UNKNOWN);
    }
    return { pieces, starts };
  }
}

interface BestPieces {
  readonly pieces: Int32Array;
  readonly starts: Int32Array;
}

function trace({ pieces, starts }: BestPieces): number[] {
  const ids: number[] = [];
  for (let end = pieces.length - 1; end > 0; end = starts[end] as number) ids.push(pieces[end] as number);
  return ids.toReversed();
}

function mergeUnknown(ids: readonly number[]): number[] {
  return ids.filter((id, i) => id !== UNKNOWN || ids[i - 1] !== UNKNOWN);
}

/** A symbol is a code point, dense from 1; those of no piece are 0. */
const UNKNOWN_SYMBOL = 0;
const ROOT = 0;
const NO_PIECE = -1;

/**
 * The pieces of a vocabulary as a trie over code points. Edges lie in one map, keyed by node and symbol in one small integer:
 * thousands of nodes with a map each would cost megabytes.
 */
export class PieceTrie {
  readonly #symbols = new Map<number, number>();
  readonly #edges = new Map<number, number>();
  readonly #pieceAt: number[] = [NO_PIECE];
  readonly #alphabet: number;

  /** `pieces[i]` is the text of piece `i`; the later of two equal ones counts, undefined ones are left out. */
  constructor(pieces: readonly (string | undefined)[]) {
    const texts = pieces.map((piece) => Array.from(piece ?? '', codePoint));
    for (const text of texts) for (const point of text) this.#addSymbol(point);
    this.#alphabet = this.#symbols.size + 1;
    texts.forEach((text, piece) => {
      if (text.length > 0) this.#insert(text, piece);
    });
  }

  /** The code points of `text`, as symbols of this trie. */
  symbols(text: string): number[] {
    return Array.from(text, (char) => this.#symbols.get(codePoint(char)) ?? UNKNOWN_SYMBOL);
  }

  /** Calls `visit` with the end and number of each piece that starts at `from`, shortest first; returns how many there were. */
  match(symbols: readonly number[], from: number, visit: (end: number, piece: number) => void): number {
    let node: number | undefined = ROOT;
    let found = 0;
    for (let end = from; end < symbols.length; end += 1) {
      node = this.#edges.get(node * this.#alphabet + (symbols[end] as number));
      if (node === undefined) break;
      const piece = this.#pieceAt[node] as number;
      if (piece === NO_PIECE) continue;
      visit(end + 1, piece);
      found += 1;
    }
    return found;
  }

  #addSymbol(point: number): void {
    if (!this.#symbols.has(point)) this.#symbols.set(point, this.#symbols.size + 1);
  }

  #insert(text: readonly number[], piece: number): void {
    let node = ROOT;
    for (const point of text) node = this.#child(node, this.#symbols.get(point) as number);
    this.#pieceAt[node] = piece;
  }

  #child(node: number, symbol: number): number {
    const key = node * this.#alphabet + symbol;
    const known = this.#edges.get(key);
    if (known !== undefined) return known;
    this.#edges.set(key, this.#pieceAt.length);
    return this.#pieceAt.push(NO_PIECE) - 1;
  }
}

function codePoint(char: string): number {
  return char.codePointAt(0) as number;
}

/** Columns in a word. */
const BITS = 32;
const OVERFLOW = 2 ** BITS;

/**
 * Longest common subsequences with one sequence. The table of their lengths, t[i][j] for the first i tokens of the other sequence
 * and the first j of this one, grows along a row by 0 or 1 from one column to the next, so a row is a bit a column: 0 where it
 * grows. A row is made of the one before by some operations a word (Hyyrö, "Bit-parallel LCS-length computation revisited", AWOCA
 * 2004).
 */
export class CommonSubsequence {
  readonly #columns: Uint32Array;
  readonly #words: number;
  /** Where the masks of a token begin; a mask has a 1 in each column where the token is. */
  readonly #maskOf = new Map<number, number>();
  readonly #masks: Uint32Array;

  /** @param columns tokens */
  constructor(columns: Uint32Array) {
    this.#columns = columns;
    this.#words = Math.ceil(columns.length / BITS);
    for (const token of columns) if (!this.#maskOf.has(token)) this.#maskOf.set(token, this.#maskOf.size * this.#words);
    this.#masks = new Uint32Array(this.#maskOf.size * this.#words);
    for (const [column, token] of columns.entries()) {
      const word = (this.#maskOf.get(token) ?? 0) + Math.floor(column / BITS);
      this.#masks[word] = (this.#masks[word] ?? 0) | (1 << (column % BITS));
    }
  }

  /** How long the longest is. */
  lengthWith(rows: Uint32Array): number {
    const row = new Uint32Array(this.#words).fill(OVERFLOW - 1);
    for (const token of rows) this.#fill(row, 0, 0, token);
    return zerosBefore(row, 0, this.#columns.length);
  }

  /**
   * Which tokens of `rows` are in a longest one, last first. Of several longest the one that `rouge_score` finds: from the end of
   * both, up where nothing is lost by it, and left where something would be. The table of it takes a bit a pair of tokens.
   */
  placesIn(rows: Uint32Array): readonly number[] {
    const table = this.#table(rows);
    const length = (row: number, columns: number): number => zerosBefore(table, row * this.#words, columns);
    const places: number[] = [];
    let [row, column] = [rows.length, this.#columns.length];
    while (row > 0 && column > 0) {
      const isCommon = rows[row - 1] === this.#columns[column - 1];
      const isLeft = !isCommon && length(row, column - 1) > length(row - 1, column);
      if (isCommon) places.push(row - 1);
      if (!isLeft) row -= 1;
      if (isCommon || isLeft) column -= 1;
    }
    return places;
  }

  /** All rows, and one of zero lengths above them. */
  #table(rows: Uint32Array): Uint32Array {
    const table = new Uint32Array((rows.length + 1) * this.#words).fill(OVERFLOW - 1, 0, this.#words);
    for (const [row, token] of rows.entries()) this.#fill(table, row * this.#words, (row + 1) * this.#words, token);
    return table;
  }

  /** One row, at `to`, of the one at `from`. */
  #fill(table: Uint32Array, from: number, to: number, token: number): void {
    const mask = this.#maskOf.get(token);
    if (mask === undefined) table.copyWithin(to, from, from + this.#words);
    else this.#fillMatching(table, from, to, mask);
  }

  /** V' = (V + (V & M)) | (V & ~M), with the carry from word to word. */
  #fillMatching(table: Uint32Array, from: number, to: number, mask: number): void {
    let carry = 0;
    for (let word = 0; word < this.#words; word += 1) {
      const before = table[from + word] ?? 0;
      const matching = this.#masks[mask + word] ?? 0;
      const sum = before + ((before & matching) >>> 0) + carry;
      carry = sum >= OVERFLOW ? 1 : 0;
      table[to + word] = sum | (before & ~matching);
    }
  }
}

/** Zero bits in the first `columns` bits of the row that begins at `from`. */
function zerosBefore(table: Uint32Array, from: number, columns: number): number {
  let [ones, left, word] = [0, columns, from];
  for (; left >= BITS; left -= BITS, word += 1) ones += onesIn(table[word] ?? 0);
  if (left > 0) ones += onesIn((table[word] ?? 0) & ((1 << left) - 1));
  return columns - ones;
}

/** Bits are counted side by side: in pairs, in fours, in bytes (Warren, "Hacker's Delight", section 5-1). */
function onesIn(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

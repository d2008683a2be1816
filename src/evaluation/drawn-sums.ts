/**
 * Sums of columns over draws of items. How often each item was drawn is counted first: the columns are then read from start to end, which
 * is several times as fast as fetching items from all over the memory, and a bootstrap does little else.
 */
export class DrawnSums {
  readonly #columns: readonly Float64Array[];
  readonly #times: Uint32Array;

  /** @param columns of numbers, one an item */
  constructor(items: number, columns: readonly Float64Array[]) {
    this.#columns = columns;
    this.#times = new Uint32Array(items);
  }

  /** A sum a column. @param draw indexes of items, as often as each counts */
  over(draw: Uint32Array): Float64Array {
    const times = this.#times.fill(0);
    for (let index = 0; index < draw.length; index += 1) {
      const item = draw[index] ?? 0;
      times[item] = (times[item] ?? 0) + 1;
    }
    return Float64Array.from(this.#columns, (column) => weightedSum(column, times));
  }
}

function weightedSum(column: Float64Array, weights: Uint32Array): number {
  let sum = 0;
  for (let item = 0; item < column.length; item += 1) sum += (weights[item] ?? 0) * (column[item] ?? 0);
  return sum;
}

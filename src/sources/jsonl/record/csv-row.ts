const QUOTE = 0x22;
const COMMA = 0x2c;
const COMMA_BYTES = Buffer.of(COMMA);

/**
 * The columns of one CSV row, each as it is written, quotes included (RFC 4180): a column that begins with a quote goes on to the
 * quote that closes it, in which commas are text and two quotes are one. A quote elsewhere is text. An empty row is one empty column.
 * @param row without its line end. Line ends inside of quotes are not supported, as they are not by SageMaker
 * @returns undefined where a quote is not closed, so that the row is a piece of a longer one
 */
export function columnsOf(row: Buffer): readonly Buffer[] | undefined {
  const columns: Buffer[] = [];
  for (let start = 0; ; ) {
    const closed = row[start] === QUOTE ? endOfQuoted(row, start) : start;
    if (closed === undefined) return undefined;
    const comma = row.indexOf(COMMA, closed);
    if (comma < 0) return [...columns, row.subarray(start)];
    columns.push(row.subarray(start, comma));
    start = comma + 1;
  }
}

/** A row of these columns; `rowOf(columnsOf(row))` is `row`. */
export function rowOf(columns: readonly Buffer[]): Buffer {
  return Buffer.concat(columns.flatMap((column, index) => (index === 0 ? [column] : [COMMA_BYTES, column])));
}

function endOfQuoted(row: Buffer, open: number): number | undefined {
  for (let at = row.indexOf(QUOTE, open + 1); at >= 0; at = row.indexOf(QUOTE, at + 2)) if (row[at + 1] !== QUOTE) return at + 1;
  return undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** The rows of a text, without their line ends, and how these are written. */
export interface Rows {
  readonly rows: readonly Buffer[];
  /** What stands between two rows; undefined where there is one. */
  readonly eol: Buffer | undefined;
  /** What stands after the last row. */
  readonly end: Buffer;
}

/**
 * Cuts a text at its line feeds, a carriage return before each included. `quoted`: by RFC 4180, a line feed inside a field that
 * begins with a quote belongs to the row; undefined where such a quote is never closed.
 */
export function splitRows(body: Buffer, quoted: boolean): Rows | undefined {
  const rows: Buffer[] = [];
  let eol: Buffer | undefined;
  let start = 0;
  while (start < body.length) {
    const feed = quoted ? endOfRow(body, start) : body.indexOf(LF, start);
    if (feed === UNCLOSED) return undefined;
    if (feed < 0) break;
    const end = feed > start && body[feed - 1] === CR ? feed - 1 : feed;
    rows.push(body.subarray(start, end));
    if (feed + 1 === body.length) return { rows, eol: rows.length > 1 ? eol : undefined, end: body.subarray(end) };
    eol ??= body.subarray(end, feed + 1);
    start = feed + 1;
  }
  rows.push(body.subarray(start));
  return { rows, eol, end: body.subarray(body.length) };
}

const NO_FEED = -1;
const UNCLOSED = -2;

/** The line feed that ends the row at `start`. */
function endOfRow(body: Buffer, start: number): number {
  let at = start;
  let isFieldStart = true;
  while (at < body.length) {
    const byte = body[at];
    if (byte === LF) return at;
    if (isFieldStart && byte === QUOTE) {
      const close = closingQuote(body, at + 1);
      if (close < 0) return UNCLOSED;
      at = close;
    }
    isFieldStart = byte === COMMA;
    at += 1;
  }
  return NO_FEED;
}

/** Of a field whose text begins at `start`; two quotes in a row stand for one. */
function closingQuote(body: Buffer, start: number): number {
  let at = body.indexOf(QUOTE, start);
  while (at >= 0 && body[at + 1] === QUOTE) at = body.indexOf(QUOTE, at + 2);
  return at;
}

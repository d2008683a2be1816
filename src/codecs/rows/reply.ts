import type { Headers } from '../../kernel/headers.ts';
import { type CodecItem, type Mismatch, type Reply, type ReplyForm, type Result, UnlikeReplies } from '../port.ts';
import { splitRows } from './split-rows.ts';

/** Replies that are lines of text, one a result. */
export interface RowsReplyRules {
  readonly quoted: boolean;
  /** Whether the first row names the columns; it is repeated in each caller's reply. */
  readonly header: boolean;
  /**
   * Whether results may stand on one line that nothing ends, with commas between them that are outside brackets. A line that
   * something ends is one result, whatever commas it has.
   */
  readonly orCommas?: boolean;
}

interface RowsFrame {
  readonly status: number;
  readonly headers: Headers;
  readonly before: Buffer;
  /** What the model wrote between two results, or would: a reply with one does not tell. */
  readonly separator: Buffer;
  readonly tellsSeparator: boolean;
  readonly after: Buffer;
}

const LF = Buffer.from('\n');
const COMMA = Buffer.from(',');
const NOTHING = Buffer.alloc(0);

export class RowsReply implements ReplyForm {
  readonly #rules: RowsReplyRules;

  constructor(rules: RowsReplyRules) {
    this.#rules = rules;
  }

  split(reply: Reply, { length }: readonly CodecItem[]): readonly RowsShare[] | Mismatch {
    const { quoted, header, orCommas = false } = this.#rules;
    const split = splitRows(reply.body, quoted);
    if (split === undefined) return { mismatch: 'a quote that is never closed' };
    const { status, headers } = reply;
    const eol = split.eol ?? (split.end.length > 0 ? split.end : LF);
    const [head, ...others] = split.rows;
    // Batch transform puts a line feed after replies that end with one already: a blank line is no result.
    const rows = (header ? others : split.rows).filter((row) => row.length > 0);
    const before = header && head !== undefined ? Buffer.concat([head, eol]) : NOTHING;
    const [only] = rows;
    // Who ends no line separates results by commas; a reply with one result tells no more than that.
    const isByCommas = orCommas && split.rows.length === 1 && split.end.length === 0;
    const separator = isByCommas ? COMMA : eol;
    if (rows.length === length) return shares(rows, { status, headers, before, separator, after: split.end });
    const fields = isByCommas && only !== undefined ? splitCommas(only) : [];
    if (fields.length === length) return shares(fields, { status, headers, before, separator: COMMA, after: split.end });
    return { mismatch: `expected ${length} lines, got ${rows.length}` };
  }
}

class RowsShare implements Result {
  readonly row: Buffer;
  readonly frame: RowsFrame;

  constructor(row: Buffer, frame: RowsFrame) {
    this.row = row;
    this.frame = frame;
  }

  assemble(results: readonly Result[]): Reply {
    const own = results.map(shareOf);
    const { status, headers, before, separator, after } = (own.find(({ frame }) => frame.tellsSeparator) ?? this).frame;
    const pieces = own.flatMap(({ row }, index) => (index === 0 ? [row] : [separator, row]));
    return { status, headers, body: Buffer.concat([before, ...pieces, after]) };
  }
}

function shares(rows: readonly Buffer[], partly: Omit<RowsFrame, 'tellsSeparator'>): readonly RowsShare[] {
  const frame = { ...partly, tellsSeparator: rows.length > 1 };
  return rows.map((row) => new RowsShare(row, frame));
}

function shareOf(result: Result): RowsShare {
  if (result instanceof RowsShare) return result;
  throw new UnlikeReplies();
}

/** Cuts at commas outside brackets: a row of probabilities is one result. */
function splitCommas(line: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, byte] of line.entries()) {
    if (byte === 0x5b) depth += 1;
    else if (byte === 0x5d) depth -= 1;
    else if (byte === 0x2c && depth === 0) {
      fields.push(line.subarray(start, at));
      start = at + 1;
    }
  }
  return [...fields, line.subarray(start)];
}

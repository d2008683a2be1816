import { isUtf8 } from 'node:buffer';
import type { Headers } from '../../kernel/headers.ts';
import { alone, invalidJson } from '../extraction.ts';
import { planKey } from '../plan-key.ts';
import type { CodecItem, Envelope, Extraction, Message, ReplyForm, RequestForm } from '../port.ts';
import type { KindOfRows } from './kinds.ts';
import { type Rows, splitRows } from './split-rows.ts';

/** Requests that are lines of text, an item each. All of it is description. */
export interface RowsDescription {
  readonly name: string;
  /** By RFC 4180: a quoted field may hold line feeds. */
  readonly quoted: boolean;
  /** Whether the first row names the columns, and which of these names it must hold one of. */
  readonly header: 'none' | { readonly oneOf?: readonly string[] };
  /** See Envelope: what the caller of a single row is answered. */
  readonly bare: Envelope['bare'];
  readonly reply: ReplyForm;
  readonly kindOf?: KindOfRows;
}

const LF = Buffer.from('\n');
const NOTHING = Buffer.alloc(0);

/** Besides line feeds, what pandas and Python's `splitlines` end a row at, and other control characters with it. */
const OTHER_LINE_END = /\r(?!\n)|[^\P{Cc}\t\n\r]|[\u2028\u2029]/u;

/** Beyond it, a request is not taken apart, as with JSON. */
const MAX_ROWS = 65_536;

export class RowsRequest implements RequestForm {
  readonly #description: RowsDescription;
  readonly #maxItems: number;

  constructor(description: RowsDescription, maxItems = Number.MAX_SAFE_INTEGER) {
    this.#description = description;
    this.#maxItems = maxItems;
  }

  extract({ headers, body }: Message): Extraction {
    const { quoted, header, name } = this.#description;
    if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return alone('a byte order mark');
    if (!isUtf8(body)) return alone('bytes that are not UTF-8');
    if (OTHER_LINE_END.test(body.toString())) return alone('a line end that is no line feed');
    const split = splitRows(body, quoted);
    if (split === undefined) return alone('a quote that is never closed');
    const hasHeader = header !== 'none';
    const rows = hasHeader ? split.rows.slice(1) : split.rows;
    const head = hasHeader ? split.rows[0] : undefined;
    if (rows.length === 0 || rows.some(isBlank)) return alone('no rows, or a blank one');
    if (rows.length > MAX_ROWS) return alone(`more than ${MAX_ROWS} rows`);
    if (hasHeader && !names(head, header.oneOf)) return alone(`no column ${header.oneOf?.join(', ') ?? ''}`);
    const kind = this.#description.kindOf?.(rows) ?? '';
    if (typeof kind !== 'string') return 'alone' in kind ? alone(kind.alone) : invalidJson(kind.invalid);
    const eol = split.eol ?? (split.end.length > 0 ? split.end : LF);
    const envelope = new RowsEnvelope(headers, { ...split, eol }, head, this.#description, rows.length);
    const items = rows.map(
      (row): CodecItem => ({
        parts: [row],
        bytes: row.length + eol.length,
        cost: 1,
        length: row.length,
        envelope,
      }),
    );
    const key = planKey(`${name} `, `${kind}\0${eol.toString('latin1')}${head?.toString('latin1') ?? ''}`);
    return { kind: 'items', items, key, maxCompany: this.#maxItems, overheadBytes: (head?.length ?? 0) + 2 * eol.length + 2 };
  }
}

class RowsEnvelope implements Envelope {
  readonly headers: Headers;
  readonly form: Envelope['form'];
  readonly bare: Envelope['bare'];
  readonly rowsPerItem = 1;
  /** A row by itself is written as its caller wrote it. */
  readonly single = 'bare';
  readonly reply: ReplyForm;
  readonly #eol: Buffer;
  readonly #end: Buffer;
  readonly #head: Buffer | undefined;

  constructor(
    headers: Headers,
    rows: Rows & { eol: Buffer },
    head: Buffer | undefined,
    description: RowsDescription,
    count: number,
  ) {
    this.headers = headers;
    this.form = count === 1 ? 'one' : 'list';
    this.bare = description.bare;
    this.reply = description.reply;
    this.#eol = Buffer.from(rows.eol);
    this.#end = Buffer.from(rows.end);
    this.#head = head === undefined ? undefined : Buffer.from(head);
  }

  join(items: readonly CodecItem[]): Message {
    const pieces: Buffer[] = this.#head === undefined ? [] : [this.#head, this.#eol];
    for (const [index, item] of items.entries()) pieces.push(index === 0 ? NOTHING : this.#eol, ...item.parts);
    pieces.push(this.#end);
    return { headers: this.headers, body: Buffer.concat(pieces) };
  }
}

function isBlank(row: Buffer): boolean {
  return row.every((byte) => byte === 0x20 || byte === 0x09);
}

function names(head: Buffer | undefined, oneOf: readonly string[] | undefined): boolean {
  if (head === undefined) return false;
  const fields = head
    .toString()
    .split(',')
    .map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
  return oneOf === undefined || oneOf.some((name) => fields.includes(name));
}

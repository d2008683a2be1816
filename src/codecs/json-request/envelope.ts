import type { Headers } from '../../kernel/headers.ts';
import type { CodecItem, Envelope, Message } from '../port.ts';
import type { Plan, Segment } from './plan.ts';
import type { Bare } from './shape.ts';

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

/** What the items of one JSON request share. */
export class JsonEnvelope implements Envelope {
  readonly headers: Headers;
  readonly form: Envelope['form'];
  readonly bare: Bare;
  readonly #plan: Plan;

  constructor(headers: Headers, plan: Plan, form: Envelope['form'], bare: Bare) {
    this.headers = headers;
    this.form = form;
    this.bare = bare;
    this.#plan = plan;
  }

  get rowsPerItem(): number {
    return this.#plan.rowsPerItem;
  }

  get single(): Envelope['single'] {
    return this.#plan.shape.single;
  }

  get reply(): Envelope['reply'] {
    return this.#plan.reply;
  }

  join(items: readonly CodecItem[]): Message {
    const isBare = items.length === 1 && this.single === 'bare';
    const pieces: Buffer[] = [];
    for (const segment of this.#plan.segments) this.#fill(pieces, segment, items, isBare);
    return { headers: this.headers, body: Buffer.concat(pieces) };
  }

  #fill(pieces: Buffer[], segment: Segment, items: readonly CodecItem[], isBare: boolean): void {
    if (Buffer.isBuffer(segment)) pieces.push(segment);
    else if (segment === 'rows') pieces.push(Buffer.from(String(items.length * this.rowsPerItem)));
    else if (isBare) pieces.push(partOf(items[0], segment.column));
    else pushList(pieces, items, segment.column);
  }
}

function pushList(pieces: Buffer[], items: readonly CodecItem[], column: number): void {
  pieces.push(OPEN);
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) pieces.push(COMMA);
    pieces.push(partOf(items[index], column));
  }
  pieces.push(CLOSE);
}

function partOf(item: CodecItem | undefined, column: number): Buffer {
  const part = item?.parts[column];
  if (part === undefined) throw new Error('Expected items of one form');
  return part;
}

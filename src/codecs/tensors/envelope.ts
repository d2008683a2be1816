import type { Headers } from '../../kernel/headers.ts';
import type { CodecItem, Envelope, Message, ReplyForm } from '../port.ts';
import { type Template, write } from './template.ts';

/** What the rows of one request share. */
export class TensorsEnvelope implements Envelope {
  readonly headers: Headers;
  readonly form = 'list';
  readonly bare = 'no';
  readonly rowsPerItem = 1;
  readonly single = 'list';
  readonly reply: ReplyForm;
  /** The raw id, by which its caller knows the reply. */
  readonly id: Buffer | undefined;
  readonly #template: Template;

  constructor(headers: Headers, template: Template, id: Buffer | undefined, reply: ReplyForm) {
    this.headers = headers;
    this.#template = template;
    this.id = id;
    this.reply = reply;
  }

  /** As this request's header lists its inputs, which may be another order than that of the others. */
  join(items: readonly CodecItem[]): Message {
    const columns = (items[0]?.parts ?? []).map((_, column) => items.map(({ parts }) => partOf(parts, column)));
    return write(this.#template, this.headers, columns, undefined);
  }
}

/** The id that the caller of these items gave their request. */
export function callerIdOf([first]: readonly CodecItem[]): Buffer | undefined {
  return first?.envelope instanceof TensorsEnvelope ? first.envelope.id : undefined;
}

function partOf(parts: readonly Buffer[], column: number): Buffer {
  const part = parts[column];
  if (part === undefined) throw new Error('Expected items of one form');
  return part;
}

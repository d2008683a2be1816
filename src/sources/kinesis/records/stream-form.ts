import { gunzipSync } from 'node:zlib';
import { pointerPath } from '../../../kernel/json-pointer.ts';
import type { Entry } from './entry.ts';
import type { Answer, Failure, Made, RawRecord, RecordForm } from './record-form.ts';
import { deadLetter, Field, source } from './result-json.ts';
import { BodyTemplate, type Template, valueAt } from './template.ts';

export interface StreamFormOptions {
  readonly stream: string;
  /** The record itself is the body where there is none. */
  readonly template?: Template;
  readonly contentType: string;
  readonly accept?: string;
  /** Whether a record holds a request a line. */
  readonly lines: boolean;
  /** Pointer to what is copied into results as `id`. */
  readonly id?: string;
  readonly includeInput: boolean;
}

const [ID, INPUT, RESULT] = [new Field('id'), new Field('input'), new Field('result')];
const CLOSE = Buffer.from('}');
const LF = 0x0a;

/** What a record may become when it is unpacked, in bytes: a few kilobytes can be made to become gigabytes. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/** Records as producers write them: a request each, or several lines of them, packed with gzip or not. */
export class StreamForm implements RecordForm {
  readonly #options: StreamFormOptions;
  readonly #template: BodyTemplate | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #idPath: readonly string[] | undefined;

  /** @throws {Error} for a pointer that is none */
  constructor(options: StreamFormOptions) {
    this.#options = options;
    this.#template = options.template === undefined ? undefined : new BodyTemplate(options.template);
    const { contentType, accept } = options;
    // Frozen, so that what follows from them is found once: they are those of every record.
    this.#headers = Object.freeze({ 'content-type': contentType, ...(accept === undefined ? {} : { accept }) });
    this.#idPath = options.id === undefined ? undefined : pointerPath(options.id);
  }

  entriesOf(record: RawRecord): readonly Entry[] {
    const unpacked = unpack(record.data);
    if (typeof unpacked === 'string') return [{ ...this.#entry(record, record.data, 0), unreadable: unpacked }];
    if (!this.#options.lines) return [this.#entry(record, unpacked, 0)];
    return linesOf(unpacked).map((line, index) => this.#entry(record, line, index));
  }

  #entry({ shardId, sequenceNumber, partitionKey, arrivedAt }: RawRecord, data: Buffer, subSequenceNumber: number): Entry {
    return { stream: this.#options.stream, shardId, sequenceNumber, subSequenceNumber, partitionKey, arrivedAt, data };
  }

  requestOf({ data, unreadable }: Entry): Made {
    if (unreadable !== undefined) return { unreadable };
    if (this.#template === undefined) return { headers: this.#headers, body: data };
    const body = this.#template.fill(data);
    return Buffer.isBuffer(body) ? { headers: this.#headers, body } : body;
  }

  resultOf(entry: Entry, { body }: Answer): Buffer {
    const id = this.#idPath === undefined ? undefined : valueAt(entry.data, this.#idPath);
    const pieces = [source(entry)];
    if (id !== undefined) pieces.push(...ID.pieces(id));
    if (this.#options.includeInput) pieces.push(...INPUT.pieces(entry.data));
    pieces.push(...RESULT.pieces(body), CLOSE);
    return Buffer.concat(pieces);
  }

  deadLetterOf(entry: Entry, why: Failure): Buffer {
    return deadLetter(entry, why);
  }
}

/** @returns why it cannot be unpacked, as text */
function unpack(data: Buffer): Buffer | string {
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data;
  try {
    return gunzipSync(data, { maxOutputLength: MAX_UNPACKED });
  } catch (thrown) {
    return `The record looks like gzip and cannot be unpacked: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

/** Without blank ones. */
function linesOf(data: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < data.length; ) {
    const feed = data.indexOf(LF, start);
    const end = feed < 0 ? data.length : feed;
    const line = data.subarray(start, end);
    if (line.some((byte) => byte > 0x20)) lines.push(line);
    start = end + 1;
  }
  return lines;
}

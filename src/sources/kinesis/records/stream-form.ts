import { valueAt } from '../../../kernel/json/value-at.ts';
import { pointerPath } from '../../../kernel/json-pointer.ts';
import { BodyTemplate, type Template } from '../../pulled/body-template.ts';
import { subRecordsOf } from './aggregate.ts';
import type { Entry } from './entry.ts';
import type { Answer, Failure, Made, RawRecord, RecordForm } from './record-form.ts';
import { death, Field, joined, type Pieces, Sources } from './result-json.ts';
import { isPacked, Unpacking } from './unpacking.ts';

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
const LF = 0x0a;

/** Records as producers write them: a request each, or several lines of them, packed with gzip or not, aggregated or not. */
export class StreamForm implements RecordForm {
  readonly #options: StreamFormOptions;
  readonly #template: BodyTemplate | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #sources = new Sources();
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
    const subRecords = subRecordsOf(record.data);
    if (subRecords === undefined && !this.#options.lines && !isPacked(record.data))
      return [entryOf(this.#options.stream, record)];
    const { stream } = this.#options;
    const { shardId, sequenceNumber, arrivedAt } = record;
    const unpacking = new Unpacking();
    const entries: Entry[] = [];
    for (const { partitionKey, data: packed } of subRecords ?? [record]) {
      for (const { data, unreadable } of this.#contentsOf(packed, unpacking)) {
        // Over the whole record. Without lines a sub-record is one entry, and this is how the Kinesis Client Library numbers them.
        const subSequenceNumber = entries.length;
        const entry = { stream, shardId, sequenceNumber, subSequenceNumber, partitionKey, arrivedAt, data };
        entries.push(unreadable === undefined ? entry : { ...entry, unreadable });
      }
    }
    return entries;
  }

  #contentsOf(packed: Buffer, unpacking: Unpacking): readonly Pick<Entry, 'data' | 'unreadable'>[] {
    const unpacked = unpacking.unpack(packed);
    if (typeof unpacked === 'string') return [{ data: packed, unreadable: unpacked }];
    return this.#options.lines ? linesOf(unpacked).map((data) => ({ data })) : [{ data: unpacked }];
  }

  requestOf({ data, unreadable }: Entry): Made {
    if (unreadable !== undefined) return { unreadable };
    if (this.#template === undefined) return { headers: this.#headers, body: data };
    const body = this.#template.fill(data);
    return Buffer.isBuffer(body) ? { headers: this.#headers, body } : body;
  }

  resultOf(entry: Entry, { body }: Answer): Buffer {
    const id = this.#idPath === undefined ? undefined : valueAt(entry.data, this.#idPath);
    const pieces: Pieces = [this.#sources.of(entry)];
    if (id !== undefined) ID.addTo(pieces, id);
    if (this.#options.includeInput) INPUT.addTo(pieces, entry.data);
    RESULT.addTo(pieces, body);
    pieces.push('}');
    return joined(pieces);
  }

  deadLetterOf(entry: Entry, why: Failure): Buffer {
    return Buffer.from(this.#sources.of(entry) + death(entry, why));
  }
}

/** Of a record that is one request, as it is: what most are. */
function entryOf(stream: string, { shardId, sequenceNumber, partitionKey, arrivedAt, data }: RawRecord): Entry {
  return { stream, shardId, sequenceNumber, subSequenceNumber: 0, partitionKey, arrivedAt, data };
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

import { deposit, type Sink, type SinkRecord } from '../../../sinks/port.ts';
import { StreamError } from '../stream-port.ts';
import type { Found } from './found.ts';
import { type Letter, letterOf } from './letter.ts';
import {
  noCounts,
  type RedriveCounts,
  type RedriveEnd,
  type RedriveListener,
  type RedriveReport,
  type Skipped,
} from './report.ts';

export interface RedriveOptions {
  /** The name that the config gives the stream. */
  readonly stream: string;
  /** Only those that died of one of these; undefined for all. */
  readonly codes: ReadonlySet<string> | undefined;
  /** How many are put back at most. */
  readonly limit: number;
}

export interface RedriveParts {
  /** The stream that they are put back to; undefined for a dry run. */
  readonly stream: Pick<Sink, 'put'> | undefined;
  readonly listener: RedriveListener;
}

/** What is held at once: as much as one PutRecords takes. */
const MAX_RECORDS = 500;
const MAX_BYTES = 5 * 1024 * 1024;

/**
 * Puts dead letters back, batch after batch: a batch is either durable as a whole before the next one is read, or the last. So
 * little is held, and how far it has come is one place.
 */
export class Redrive {
  readonly #options: RedriveOptions;
  readonly #parts: RedriveParts;
  readonly #counts: RedriveCounts = noCounts();
  #batch: { readonly where: string; readonly record: SinkRecord }[] = [];
  #batchBytes = 0;

  constructor(options: RedriveOptions, parts: RedriveParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /**
   * @param signal stops it between two batches; aborted with a StreamError, it has failed. What the sink then rejects is unsure.
   */
  async run(letters: AsyncIterable<Found>, signal: AbortSignal): Promise<RedriveReport> {
    const ended = await this.#run(letters, signal).catch((thrown: unknown) => endedBy(thrown, signal));
    return { ...this.#counts, ...ended };
  }

  async #run(letters: AsyncIterable<Found>, signal: AbortSignal): Promise<RedriveEnd> {
    let where: string | undefined;
    for await (const found of letters) {
      signal.throwIfAborted();
      where = found.where;
      this.#take(found);
      if (this.#counts.chosen >= this.#options.limit) break;
      if (this.#batch.length >= MAX_RECORDS || this.#batchBytes >= MAX_BYTES) await this.#putBatch(where);
      signal.throwIfAborted();
    }
    await this.#putBatch(where);
    signal.throwIfAborted();
    return { end: this.#counts.chosen >= this.#options.limit ? 'limit' : 'done' };
  }

  #take({ where, body }: Found): void {
    this.#counts.read += 1;
    const letter = body === undefined ? { malformed: 'it is too long' } : letterOf(body);
    if ('malformed' in letter) return this.#skip('malformed', where, letter.malformed);
    const { stream, code, partitionKey, data } = letter;
    if (stream !== this.#options.stream) return this.#skip('otherStream');
    if (this.#options.codes?.has(code) === false) return this.#skip('otherCode');
    if (data.length === 0) return this.#skip('noData', where, 'it has no data');
    this.#choose(where, { partitionKey, data });
  }

  #skip(why: Skipped, where?: string, told = ''): void {
    this.#counts.skipped[why] += 1;
    if (where !== undefined) this.#parts.listener.cannot(where, told);
    this.#parts.listener.progress(this.#counts);
  }

  #choose(where: string, record: Pick<Letter, 'partitionKey' | 'data'>): void {
    this.#counts.chosen += 1;
    this.#counts.left += 1;
    if (this.#parts.stream === undefined) return;
    this.#batch.push({ where, record });
    this.#batchBytes += record.data.length;
  }

  /** @param where the last dead letter that was looked at */
  async #putBatch(where: string | undefined): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#counts.left -= batch.length;
    const outcomes = await Promise.all(batch.map((each) => this.#put(each)));
    if (where !== undefined && this.#parts.stream !== undefined && outcomes.every((isKnown) => isKnown))
      this.#counts.doneTo = where;
    this.#parts.listener.progress(this.#counts);
  }

  /** @returns whether it is known what became of it */
  async #put({ where, record }: { readonly where: string; readonly record: SinkRecord }): Promise<boolean> {
    const { stream } = this.#parts;
    const stored = stream === undefined ? undefined : await deposit(stream, record).catch(() => undefined);
    if (stored?.kind === 'durable') this.#counts.put += 1;
    else if (stored === undefined) this.#counts.unsure += 1;
    else {
      this.#counts.refused += 1;
      this.#parts.listener.cannot(where, stored.reason);
    }
    return stored !== undefined;
  }
}

/** @throws what nobody foresaw */
function endedBy(thrown: unknown, signal: AbortSignal): RedriveEnd {
  const reason: unknown = signal.aborted ? signal.reason : thrown;
  if (reason instanceof StreamError) return { end: 'failed', why: reason.message };
  if (signal.aborted) return { end: 'stopped' };
  throw thrown;
}

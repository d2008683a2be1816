import { KinesisSink } from '../../../src/sinks/kinesis/kinesis-sink.ts';
import { PutError, type PutOutcome, type PutPort } from '../../../src/sinks/kinesis/put-port.ts';
import type { SinkRecord } from '../../../src/sinks/port.ts';
import type { Failure } from '../../../src/sources/kinesis/records/record-form.ts';
import { StreamForm } from '../../../src/sources/kinesis/records/stream-form.ts';
import type { Found } from '../../../src/sources/kinesis/redrive/found.ts';
import { Redrive, type RedriveOptions } from '../../../src/sources/kinesis/redrive/redrive.ts';
import type { RedriveReport } from '../../../src/sources/kinesis/redrive/report.ts';
import { StreamError } from '../../../src/sources/kinesis/stream-port.ts';
import { FakeStream, type FakeStreamOptions } from '../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { entry } from './entries.ts';

/** A stream that dead letters are put back into by the real sink, in virtual time. */
export class RedriveWorld {
  readonly clock: VirtualClock;
  readonly stream: FakeStream;
  readonly sink: KinesisSink;
  readonly told: string[] = [];
  /** Records of each PutRecords. */
  readonly calls: number[] = [];

  constructor(options: FakeStreamOptions = {}, clock = new VirtualClock(), stream = new FakeStream(clock, options)) {
    this.clock = clock;
    this.stream = stream;
    this.sink = new KinesisSink(
      { maxRecordBytes: options.maxRecordBytes ?? 1024 * 1024, maxRequestBytes: 5 * 1024 * 1024 },
      { clock, listener: { wrote() {}, failed() {} }, stream: this.#port() },
    );
  }

  /** Runs a redrive to its end, as time passes. */
  run(
    letters: AsyncIterable<Found>,
    { isDryRun = false, signal = new AbortController().signal, ...options }: RunOptions = {},
  ): Promise<RedriveReport> {
    const listener = { cannot: (where: string, why: string) => void this.told.push(`${where}: ${why}`), progress() {} };
    const redrive = new Redrive(
      { stream: 'input', codes: undefined, limit: Number.POSITIVE_INFINITY, ...options },
      { stream: isDryRun ? undefined : this.sink, listener },
    );
    return this.ended(redrive.run(letters, signal));
  }

  async ended<T>(work: Promise<T>): Promise<T> {
    let isRunning = true;
    void work.catch(() => {}).finally(() => (isRunning = false));
    while (isRunning) await this.clock.advance(50);
    return work;
  }

  /** The stream's records, as `key data`. */
  contents(): string[] {
    return this.stream.contents().map(({ partitionKey, data }) => `${partitionKey} ${data.toString()}`);
  }

  #port(): PutPort {
    return {
      putRecords: async (records: readonly SinkRecord[]): Promise<readonly PutOutcome[]> => {
        this.calls.push(records.length);
        const outcomes = await this.stream.putRecords(records).catch((thrown: unknown) => {
          throw thrown instanceof StreamError ? new PutError('unavailable', thrown.message) : thrown;
        });
        return outcomes.map((outcome) =>
          'errorCode' in outcome
            ? { kind: 'failed', fault: 'unavailable', message: outcome.errorMessage }
            : { kind: 'stored' as const },
        );
      },
      close() {},
    };
  }
}

interface RunOptions extends Partial<RedriveOptions> {
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** A dead letter as the consumer writes it; its data says its number. */
export function letter(number: number, code: Failure['code'] = 'MODEL_FAILED', more: Parameters<typeof entry>[1] = {}): string {
  const form = new StreamForm({ stream: 'input', contentType: 'application/json', lines: false, includeInput: false });
  return form.deadLetterOf(entry(number, more), { code, message: 'it failed', attempts: 3 }).toString();
}

export function letters(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => letter(from + index));
}

/** A file's bytes, in pieces that respect no line. */
export async function* chunks(text: string, bytes = 1000): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}

import type { Clock } from '../kernel/clock.ts';
import { sleep } from '../kernel/sleep.ts';
import { backoffMs } from './backoff.ts';
import { outputFault } from './output-fault.ts';
import { Outstanding, type Receipt } from './outstanding.ts';
import type { Depositor, Sink, SinkListener, SinkRecord, Stored } from './port.ts';
import { SinkClosedError } from './sink-closed-error.ts';

/** Where lines are appended, several at once. */
export interface LineOutput {
  /** Resolves once the bytes are as durable as this output makes them. After a rejection any part of them may be there. */
  append(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface LineSinkParts {
  readonly clock: Clock;
  readonly listener: SinkListener;
}

/** How much is joined into one write, in bytes: it is copied for that. A larger line goes alone. */
const MAX_WRITE_BYTES = 8 * 1_048_576;

const LINE_FEED = 0x0a;

const DURABLE: Stored = { kind: 'durable' };

/**
 * Lines in the order of `put`, by group commit: one write at a time, of all that waits. What fails is written again, whole, after a
 * growing pause, until the sink is closed; the lines that had already been written are then there twice.
 */
export class LineSink implements Sink {
  readonly #output: LineOutput;
  readonly #clock: Clock;
  readonly #listener: SinkListener;
  readonly #outstanding: Outstanding;
  #waiting: Receipt[] = [];
  /** Resolves when nothing is being written. */
  #writing = Promise.resolve();
  #isWriting = false;

  constructor(output: LineOutput, { clock, listener }: LineSinkParts) {
    this.#output = output;
    this.#clock = clock;
    this.#listener = listener;
    this.#outstanding = new Outstanding(clock);
  }

  put(record: SinkRecord, depositor: Depositor): void {
    const receipt = this.#outstanding.add(record, depositor);
    if (receipt === undefined) return;
    this.#waiting.push(receipt);
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#clock.afterIoTurn(() => {
      this.#writing = this.#writeAll();
    });
  }

  async close(graceMs: number): Promise<void> {
    const left = await this.#outstanding.close(graceMs);
    const closed = this.#writing.then(() => this.#output.close()).catch(() => {});
    // A write that hangs would hold up the closing, too, beyond the grace.
    if (left === 0) await closed;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#outstanding.ended.aborted) {
      const lines = this.#waiting.splice(0, fitting(this.#waiting));
      await this.#write(lines);
    }
    this.#isWriting = false;
  }

  async #write(lines: readonly Receipt[]): Promise<void> {
    const bytes = joined(lines);
    for (let tries = 1; !this.#outstanding.ended.aborted; tries += 1) {
      const startedAt = this.#clock.now();
      try {
        await this.#output.append(bytes);
      } catch (thrown) {
        await this.#failed(lines.length, thrown, tries);
        continue;
      }
      this.#listener.wrote(lines.length, bytes.length, this.#clock.now() - startedAt);
      for (const receipt of lines) receipt.settle(DURABLE);
      return;
    }
  }

  /** Resolves when it is time for another try, or when there will be none. */
  async #failed(records: number, thrown: unknown, tries: number): Promise<void> {
    const { ended } = this.#outstanding;
    if (ended.aborted) return;
    const { fault, message } = outputFault(thrown);
    this.#listener.failed(fault === 'ended' ? 'unavailable' : fault, records, message);
    if (fault === 'ended') this.#outstanding.end(new SinkClosedError('The output has ended.', thrown));
    else await sleep(this.#clock, backoffMs(tries, this.#clock.random()), ended).catch(() => {});
  }
}

/** Each with its line feed. */
function joined(lines: readonly Receipt[]): Buffer {
  const bytes = Buffer.allocUnsafe(lines.reduce((sum, { record }) => sum + record.data.length + 1, 0));
  let at = 0;
  for (const { record } of lines) {
    const { data } = record;
    bytes.set(data, at);
    at += data.length;
    bytes[at] = LINE_FEED;
    at += 1;
  }
  return bytes;
}

/** How many lines, of the first ones, go into the next write. */
function fitting(lines: readonly Receipt[]): number {
  let bytes = 0;
  const over = lines.findIndex(({ record }, index) => {
    bytes += record.data.length + 1;
    return index > 0 && bytes > MAX_WRITE_BYTES;
  });
  return over === -1 ? lines.length : over;
}

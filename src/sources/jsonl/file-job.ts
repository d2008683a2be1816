import type { Clock } from '../../kernel/clock.ts';
import type { FileLine } from '../../kernel/lines.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import type { Asker } from '../pulled/asker.ts';
import type { ByteBudget } from '../pulled/byte-budget.ts';
import type { Fence } from '../pulled/fence.ts';
import type { Inquiries } from '../pulled/inquiries.ts';
import type { FileListener } from './events.ts';
import type { Finished } from './finished.ts';
import { InOrder, type Outputs } from './in-order.ts';
import { LineErrand, type LineErrandParts, type LineOwner } from './line-errand.ts';
import type { LineForm } from './line-form.ts';

export interface FileJobOptions {
  /** Of a line; what is larger fails. */
  readonly maxLineBytes: number;
  /** What stands in the output for a line that failed; undefined for nothing. */
  readonly placeholder: Buffer | undefined;
}

export interface FileJobParts {
  readonly clock: Clock;
  readonly asker: Asker;
  readonly form: LineForm;
  readonly outputs: Outputs;
  readonly finished: Finished;
  /** What lines hold that are not written yet, of all files together. */
  readonly window: ByteBudget;
  readonly fence: Fence;
  /** Aborted when nothing more is to be read. */
  readonly reading: AbortSignal;
  readonly listener: FileListener;
  /** Nothing more can be done: a write failed, or something is at fault. */
  readonly failed: (thrown: unknown) => void;
}

/** What a line costs beside its bytes, while it is under way. */
const LINE_BYTES = 4096;

/** One file, line by line: each is asked for, and what becomes of it is written in the order of the input. */
export class FileJob {
  readonly #parts: FileJobParts;
  readonly #inOrder: InOrder;
  readonly #inquiries: Inquiries;
  readonly #errandParts: LineErrandParts;
  /** Lines that are asked for. */
  #underWay = 0;
  #leftOff = (): void => {};
  /** Resolves when nothing is asked for any more, of a job that reads no more. */
  readonly #isLeftOff = new Promise<void>((resolve) => {
    this.#leftOff = resolve;
  });

  constructor(options: FileJobOptions, parts: FileJobParts) {
    this.#parts = parts;
    this.#inOrder = new InOrder(parts.outputs, parts);
    const { form, listener } = parts;
    const { maxLineBytes, placeholder: output } = options;
    this.#inquiries = parts.asker.under(parts.fence);
    const placeholder = output === undefined ? {} : { output };
    this.#errandParts = { form, listener, inquiries: this.#inquiries, maxLineBytes, placeholder };
  }

  /** Resolves when the last line is on its way. @throws what `reading` was aborted with, or what reading throws */
  async read(lines: AsyncIterable<FileLine>): Promise<void> {
    const { reading, window, finished, listener } = this.#parts;
    for await (const { number, body } of lines) {
      reading.throwIfAborted();
      if (body !== undefined && isBlank(body)) continue;
      const length = body?.length ?? 0;
      listener.read(length);
      const left = finished.leftOf(number);
      if (left === 'nothing') {
        await window.take(length + LINE_BYTES, reading);
        this.#begin(number, body, length + LINE_BYTES);
      } else {
        listener.skipped(number, length);
        if (left === 'failure') await this.#passOver();
      }
    }
  }

  /**
   * Resolves when all that was read is written; or, once nothing more is to be read, all that was sent is answered: what was not is left
   * to the next run.
   * @returns whether all that was read is written @throws what the fence's signal was aborted with, if that comes first
   */
  async drained(): Promise<boolean> {
    if (this.#parts.reading.aborted && this.#underWay === 0) this.#leftOff();
    await unlessAborted(Promise.race([this.#inOrder.drained(), this.#isLeftOff]), this.#parts.fence.signal);
    await this.#inOrder.settled();
    return this.#inOrder.isDrained;
  }

  /** Resolves when nothing is being written any more; nothing more is asked. */
  settled(): Promise<void> {
    this.#inquiries.close();
    return this.#inOrder.settled();
  }

  /** A failure that was told of, and whose line of output is missing, gets it. */
  async #passOver(): Promise<void> {
    await this.#parts.window.take(LINE_BYTES, this.#parts.reading);
    this.#inOrder.take(() => this.#parts.window.giveBack(LINE_BYTES))(this.#errandParts.placeholder);
  }

  #begin(number: number, body: Buffer | undefined, bytes: number): void {
    const { window, reading, fence, failed } = this.#parts;
    let held = bytes;
    this.#underWay += 1;
    const write = this.#inOrder.take(() => window.giveBack(held));
    const owner: LineOwner = {
      written: (written) => {
        const more = (written.output?.length ?? 0) + (written.error?.length ?? 0);
        window.correct(more);
        held += more;
        write(written);
        this.#ended();
      },
      givenUp: (thrown) => {
        if (!fence.signal.aborted && thrown !== reading.reason) failed(thrown);
        this.#ended();
      },
    };
    new LineErrand(number, body, owner, this.#errandParts).begin();
  }

  #ended(): void {
    this.#underWay -= 1;
    if (this.#parts.reading.aborted && this.#underWay === 0) this.#leftOff();
  }
}

/** Whether there is nothing in it but white space. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

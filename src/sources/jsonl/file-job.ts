import type { Clock } from '../../kernel/clock.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import type { FileLine } from '../../kernel/lines.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import type { Asker } from '../pulled/asker.ts';
import type { ByteBudget } from '../pulled/byte-budget.ts';
import type { Fence } from '../pulled/fence.ts';
import type { FileListener } from './events.ts';
import { failedLine, type LineFailure } from './failed-line.ts';
import type { Finished } from './finished.ts';
import { InOrder, type Outputs, type Written } from './in-order.ts';
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

const NEVER = Number.POSITIVE_INFINITY;
const taken = (): void => {};

/** One file, line by line: each is asked for, and what becomes of it is written in the order of the input. */
export class FileJob {
  readonly #options: FileJobOptions;
  readonly #parts: FileJobParts;
  readonly #inOrder: InOrder;
  /** Lines that are asked for. */
  #underWay = 0;
  #leftOff = (): void => {};
  /** Resolves when nothing is asked for any more, of a job that reads no more. */
  readonly #isLeftOff = new Promise<void>((resolve) => {
    this.#leftOff = resolve;
  });

  constructor(options: FileJobOptions, parts: FileJobParts) {
    this.#options = options;
    this.#parts = parts;
    this.#inOrder = new InOrder(parts.outputs, parts);
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

  /** Resolves when nothing is being written any more. */
  settled(): Promise<void> {
    return this.#inOrder.settled();
  }

  /** A failure that was told of, and whose line of output is missing, gets it. */
  async #passOver(): Promise<void> {
    await this.#parts.window.take(LINE_BYTES, this.#parts.reading);
    this.#inOrder.take(() => this.#parts.window.giveBack(LINE_BYTES))(this.#placeholder());
  }

  #begin(number: number, body: Buffer | undefined, bytes: number): void {
    const { window, reading, fence, failed } = this.#parts;
    let held = bytes;
    this.#underWay += 1;
    const write = this.#inOrder.take(() => window.giveBack(held));
    const settle = (written: Written): void => {
      const more = (written.output?.length ?? 0) + (written.error?.length ?? 0);
      window.correct(more);
      held += more;
      write(written);
    };
    void this.#writtenFor(number, body)
      .then(settle, (thrown: unknown) => {
        if (!fence.signal.aborted && thrown !== reading.reason) failed(thrown);
      })
      .finally(() => {
        this.#underWay -= 1;
        if (reading.aborted && this.#underWay === 0) this.#leftOff();
      });
  }

  async #writtenFor(number: number, body: Buffer | undefined): Promise<Written> {
    const { form, asker, fence, listener } = this.#parts;
    if (body === undefined || body.length > this.#options.maxLineBytes) return this.#failure(number, this.#tooLarge(), body);
    const asked = form.askedOf(body);
    if ('unreadable' in asked) return this.#failure(number, unreadable(asked.unreadable, 0), body);
    const question = { headers: asked.headers, body: asked.body, worthlessAt: NEVER };
    const final = await asker.ask(question, fence, { taken, retried: (error) => listener.retried(error) });
    if (final.kind === 'expired') throw new Error('A line without an age has expired');
    if (final.kind === 'answered' || hasSpoken(final.error)) listener.heard();
    if (final.kind === 'failed') return this.#failure(number, failureOf(final.error, final.attempts), body);
    const { headers, body: answer } = final.reply;
    const output = form.outputOf(body, { contentType: headers['content-type'], body: answer });
    if (!Buffer.isBuffer(output)) return this.#failure(number, unreadable(output.unreadable, final.attempts), body);
    listener.ended('answered', body.length);
    return { output };
  }

  #failure(number: number, failure: LineFailure, body: Buffer | undefined): Written {
    this.#parts.listener.ended('failed', body?.length ?? 0);
    return { ...this.#placeholder(), error: failedLine(number, failure, body) };
  }

  #placeholder(): Written {
    const { placeholder } = this.#options;
    return placeholder === undefined ? {} : { output: placeholder };
  }

  #tooLarge(): LineFailure {
    return { code: 'BODY_TOO_LARGE', message: `The record is larger than ${this.#options.maxLineBytes} bytes.`, attempts: 0 };
  }
}

function unreadable(message: string, attempts: number): LineFailure {
  return { code: 'INVALID_RECORD', message, attempts };
}

function failureOf({ code, message, original }: TidegateError, attempts: number): LineFailure {
  return { code, message, attempts, originalStatusCode: original?.statusCode };
}

/** Whether the model itself has said what is wrong; where its answer did not come, or could not be read, the status is 0. */
function hasSpoken({ original }: TidegateError): boolean {
  return original !== undefined && original.statusCode !== 0;
}

/** Whether there is nothing in it but white space. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

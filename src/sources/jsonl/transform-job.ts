import type { EndpointPort } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import { type FileLine, linesOf } from '../../kernel/lines.ts';
import { onAbort } from '../../kernel/on-abort.ts';
import { Asker } from '../pulled/asker.ts';
import { ByteBudget } from '../pulled/byte-budget.ts';
import { Gate, type PauseReason } from '../pulled/gate.ts';
import { verdictOn } from '../pulled/verdict.ts';
import { FileJob, type FileJobOptions } from './file-job.ts';
import { Finished } from './finished.ts';
import { type HeaderUse, headed } from './header.ts';
import type { FileInput, OpenedInput } from './input/file-input.ts';
import { unpacked } from './input/unpacked.ts';
import { untilAborted } from './input/until-aborted.ts';
import { wholeOf } from './input/whole.ts';
import type { LineForm } from './line-form.ts';
import { type Ended, type OpenedPlace, type OutputPlace, PlaceTaken } from './output-place.ts';
import { Patience } from './patience.ts';

export interface TransformJobOptions extends FileJobOptions {
  /** Whether a file is a record a line, or one record. */
  readonly splitType: 'Line' | 'None';
  readonly assembleWith: 'Line' | 'None';
  readonly header: HeaderUse;
  /** How often a record that failed is sent again, beside the first time. */
  readonly maximumRetryAttempts: number;
  /** What lines that are not written yet may hold, in bytes. */
  readonly windowBytes: number;
  /** How long to go on without an answer. */
  readonly giveUpAfterMs: number;
  /** How long to wait, once asked to stop, for what is under way. */
  readonly stopGraceMs: number;
}

export interface TransformJobParts {
  readonly clock: Clock;
  readonly endpoint: EndpointPort;
  /** @param preamble what goes before each record */
  readonly formOf: (preamble?: Buffer) => LineForm;
}

/** An input, and where its output goes. */
export interface TransformFile {
  readonly input: FileInput;
  readonly place: OutputPlace;
}

/** Records so far; those of earlier runs of the same job apart. */
export interface TransformCounts {
  readonly answered: number;
  readonly failed: number;
  readonly skipped: { readonly answered: number; readonly failed: number };
  readonly retried: number;
  /** Of all inputs as they lie, so much is done, earlier runs included; an estimate. */
  readonly doneBytes: number;
  /** Of that, by earlier runs. */
  readonly skippedBytes: number;
  /** Why nothing is sent just now. */
  readonly trouble: string | undefined;
}

/** Of a line larger than any model takes, so much is held, to be told of in the errors file. */
const HELD_BYTES = 16 * 1024 * 1024;

/** How many files may be read while earlier ones are not written yet: each is open. */
const MAX_OPEN_FILES = 256;

const STOPPED = new Error('What was under way when the job was stopped took too long.');
const NOTHING = Buffer.alloc(0);
const LINE_FEED = Buffer.from('\n');

/** Files through an endpoint: one after the other is read, all that was read is asked for at once. */
export class TransformJob {
  readonly #options: TransformJobOptions;
  readonly #parts: TransformJobParts;
  readonly #asker: Asker;
  readonly #gate: Gate;
  readonly #window: ByteBudget;
  readonly #patience: Patience;
  /** Aborted when nothing more can be done. */
  readonly #broken = new AbortController();
  #counts = { answered: 0, failed: 0, retried: 0, skippedAnswered: 0, skippedFailed: 0 };
  #lineBytes = { read: 0, ended: 0, skipped: 0 };
  #readBefore = 0;
  #source: OpenedInput | undefined;
  #trouble: string | undefined;
  #cancelGrace: (() => void) | undefined;

  constructor(options: TransformJobOptions, parts: TransformJobParts) {
    const { clock, endpoint } = parts;
    this.#options = options;
    this.#parts = parts;
    // Each record that fails is told of by itself, however many do.
    const changed = (paused: PauseReason | undefined): void => {
      if (paused === undefined) this.#trouble = undefined;
    };
    this.#gate = new Gate(clock, changed, 1);
    this.#asker = new Asker(options, { clock, endpoint, gate: this.#gate });
    this.#window = new ByteBudget(options.windowBytes);
    this.#patience = new Patience(clock, options.giveUpAfterMs, (why) => this.#broken.abort(why));
  }

  get counts(): TransformCounts {
    const { answered, failed, retried, skippedAnswered, skippedFailed } = this.#counts;
    const { read, ended, skipped } = this.#lineBytes;
    // Lines are counted unpacked, inputs as they lie.
    const scale = (this.#readBefore + (this.#source?.readBytes ?? 0)) / Math.max(1, read);
    return {
      answered,
      failed,
      retried,
      skipped: { answered: skippedAnswered, failed: skippedFailed },
      doneBytes: (ended + skipped) * scale,
      skippedBytes: skipped * scale,
      trouble: this.#trouble,
    };
  }

  /**
   * A call to the endpoint has ended: it was answered, or this was wrong. While the endpoint is down records wait inside of it as
   * long as they may, so that what becomes of them does not tell. A model that fails or says nothing at all, call after call, is down,
   * too.
   */
  landed(error: TidegateError | undefined): void {
    if (error === undefined || (error.original !== undefined && verdictOn(error.code) === 'refused')) this.#patience.answered();
    else this.#patience.troubled(error);
  }

  /** The endpoint is down, for this reason; or, where it is undefined, no longer. */
  waits(why: string | undefined): void {
    this.#trouble = why;
  }

  /**
   * Resolves when all is written: true; or, where it was asked to stop, when what was under way is: false. What was written then is
   * gone on with by the next run.
   * @throws {GaveUp}, or what reading and writing throw
   */
  async run(files: readonly TransformFile[], stop: AbortSignal): Promise<boolean> {
    const { signal } = this.#broken;
    const stayed = onAbort(stop, () => this.#breakAfterGrace());
    const ends: Promise<boolean>[] = [];
    try {
      for (const file of files) {
        if (stop.aborted || signal.aborted) break;
        await ends.at(-MAX_OPEN_FILES);
        const end = (await this.#read(file, stop)).written;
        // Waited for at the end; it may be broken before.
        end.catch(() => {});
        ends.push(end);
      }
      const whole = await Promise.all(ends);
      signal.throwIfAborted();
      return whole.length === files.length && whole.every(Boolean);
    } catch (thrown) {
      if (thrown === STOPPED) return false;
      throw thrown;
    } finally {
      stayed();
      this.#cancelGrace?.();
      this.#broken.abort(new Error('The job has ended.'));
      this.#patience.close();
      this.#gate.close();
      await Promise.allSettled(ends);
    }
  }

  /** Resolves when all of it is read, with what resolves when that is written, and whether it is all. */
  async #read({ input, place }: TransformFile, stop: AbortSignal): Promise<{ readonly written: Promise<boolean> }> {
    const opened = await place.open();
    const source = input.open();
    this.#source = source;
    const finished = new Finished(opened.leavings, this.#options.placeholder !== undefined);
    const reading = AbortSignal.any([stop, this.#broken.signal]);
    const ended = { answered: 0, failed: 0 };
    let job: FileJob | undefined;
    let isWhole = true;
    try {
      const { preamble, records } = await headed(this.#linesOf(source, reading), this.#options.header);
      job = this.#jobOf(opened, finished, preamble, reading, ended);
      await job.read(records);
      if (finished.surplus > 0)
        throw new PlaceTaken(`The output has ${finished.surplus} lines more than ${input.name}; --restart writes it anew`);
    } catch (thrown) {
      isWhole = false;
      if (!reading.aborted) this.#broken.abort(naming(input.name, thrown));
    }
    this.#readBefore += source.readBytes;
    this.#source = undefined;
    return { written: this.#written(job, opened, isWhole, ended) };
  }

  async #written(job: FileJob | undefined, opened: OpenedPlace, isWhole: boolean, ended: Ended): Promise<boolean> {
    try {
      const isWritten = (await job?.drained()) ?? false;
      return isWhole && isWritten && (await opened.complete(ended));
    } finally {
      await job?.settled();
      await Promise.all([opened.results.close(), opened.errors.close()]);
    }
  }

  #linesOf({ chunks }: OpenedInput, reading: AbortSignal): AsyncIterable<FileLine> {
    const longestBytes = this.#options.maxLineBytes + HELD_BYTES;
    const bytes = unpacked(untilAborted(chunks, reading));
    return this.#options.splitType === 'Line' ? linesOf(bytes, longestBytes) : wholeOf(bytes, longestBytes);
  }

  #jobOf(
    { results, errors, leavings }: OpenedPlace,
    finished: Finished,
    preamble: Buffer | undefined,
    reading: AbortSignal,
    ended: { -readonly [outcome in keyof Ended]: number },
  ): FileJob {
    const { clock, formOf } = this.#parts;
    const { signal } = this.#broken;
    return new FileJob(this.#options, {
      clock,
      finished,
      reading,
      asker: this.#asker,
      form: formOf(preamble),
      outputs: { results, errors, separator: this.#options.assembleWith === 'Line' ? LINE_FEED : NOTHING },
      window: this.#window,
      fence: { signal, sending: reading, check: () => reading.throwIfAborted() },
      failed: (thrown) => this.#broken.abort(thrown),
      listener: {
        read: (bytes) => {
          this.#lineBytes.read += bytes;
        },
        skipped: (line, bytes) => {
          this.#lineBytes.skipped += bytes;
          const hasFailed = leavings.failed.has(line);
          ended[hasFailed ? 'failed' : 'answered'] += 1;
          if (hasFailed) this.#counts.skippedFailed += 1;
          else this.#counts.skippedAnswered += 1;
        },
        ended: (outcome, bytes) => {
          this.#lineBytes.ended += bytes;
          this.#counts[outcome] += 1;
          ended[outcome] += 1;
        },
        heard: () => this.#patience.answered(),
        retried: (error) => this.#retried(error),
      },
    });
  }

  #retried(error: TidegateError): void {
    this.#counts.retried += 1;
    this.#trouble = this.#gate.isOpen ? undefined : error.message;
    this.#patience.troubled(error);
  }

  #breakAfterGrace(): void {
    const { clock } = this.#parts;
    this.#cancelGrace = clock.at(clock.now() + this.#options.stopGraceMs, () => this.#broken.abort(STOPPED));
  }
}

/** What zlib says of what is cut short or damaged names no file. */
function naming(name: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('Z_'))) return thrown;
  return Object.assign(new Error(`${name}: ${thrown.message}`, { cause: thrown }), { code: thrown.code });
}

import type { Clock } from '../../kernel/clock.ts';
import { Fifo } from '../../kernel/fifo.ts';
import type { LineOutput } from './append-file.ts';

/** What is to be written for one line of input, without line ends. */
export interface Written {
  readonly output?: Buffer;
  readonly error?: Buffer;
}

export interface Outputs {
  readonly results: LineOutput;
  readonly errors: LineOutput;
  /** What follows each line of output. */
  readonly separator: Buffer;
}

interface Place {
  written: Written | undefined;
  readonly leave: () => void;
}

const LINE_FEED = Buffer.from('\n');
const NOTHING = Buffer.alloc(0);

/** How much is joined into one write, in bytes: it is copied for that. */
const MAX_WRITE_BYTES = 4 * 1024 * 1024;

/**
 * Lines are written in the order in which their places were taken, in whatever order they are known; one write at a time, of all
 * that is known by then. What is said of failures is durable before any output of later lines is: see `Finished`.
 */
export class InOrder {
  readonly #outputs: Outputs;
  readonly #clock: Clock;
  readonly #failed: (thrown: unknown) => void;
  readonly #places = new Fifo<Place>();
  #isWriting = false;
  /** Nothing more is written: a write failed, or nobody waits for one. */
  #isOver = false;
  #drained: (() => void)[] = [];

  /** @param failed told once, of a write that failed: nothing is written after it */
  constructor(outputs: Outputs, { clock, failed }: { readonly clock: Clock; readonly failed: (thrown: unknown) => void }) {
    this.#outputs = outputs;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** @param leave called once it is written. @returns what to call, once, when it is known what to write */
  take(leave: () => void): (written: Written) => void {
    const place: Place = { written: undefined, leave };
    this.#places.push(place);
    return (written) => {
      place.written = written;
      if (this.#isWriting || this.#isOver || this.#places.first?.written === undefined) return;
      this.#isWriting = true;
      this.#clock.afterIoTurn(() => void this.#writeAll().catch(this.#failed));
    };
  }

  /** Whether all places taken so far are written. */
  get isDrained(): boolean {
    return this.#places.first === undefined;
  }

  /** Resolves when all places taken so far are written. */
  drained(): Promise<void> {
    if (this.#places.first === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Resolves when nothing is being written any more; what is not known by now will not be. */
  async settled(): Promise<void> {
    this.#isOver = true;
    while (this.#isWriting) await new Promise<void>((resolve) => this.#clock.afterIoTurn(resolve));
  }

  async #writeAll(): Promise<void> {
    try {
      for (let batch = this.#known(); batch.length > 0; batch = this.#known()) {
        await this.#write(batch);
        for (const { leave } of batch) leave();
      }
    } catch (thrown) {
      this.#isOver = true;
      throw thrown;
    } finally {
      this.#isWriting = false;
    }
    if (this.#places.first === undefined) for (const drained of this.#drains()) drained();
  }

  #drains(): (() => void)[] {
    const drains = this.#drained;
    this.#drained = [];
    return drains;
  }

  /** Takes out the first places whose lines are known, as many as make one write. */
  #known(): readonly Place[] {
    const batch: Place[] = [];
    let bytes = 0;
    for (let { first } = this.#places; first?.written !== undefined; first = this.#places.first) {
      const { output = NOTHING, error = NOTHING } = first.written;
      bytes += output.length + error.length;
      if (batch.length > 0 && bytes > MAX_WRITE_BYTES) break;
      batch.push(first);
      this.#places.drop();
    }
    return batch;
  }

  async #write(batch: readonly Place[]): Promise<void> {
    const { results, errors, separator } = this.#outputs;
    const failures = batch.flatMap(({ written }) => (written?.error === undefined ? [] : [written.error, LINE_FEED]));
    const lines = batch.flatMap(({ written }) => (written?.output === undefined ? [] : [written.output, separator]));
    if (failures.length > 0) await errors.append(Buffer.concat(failures));
    if (lines.length > 0) await results.append(Buffer.concat(lines));
  }
}

import type { EndpointPort, InferenceOutcome, InferenceRequest, Settle, Submitted } from '../../../src/endpoints/port.ts';
import { type ErrorCode, TidegateError } from '../../../src/kernel/errors.ts';
import type { LineOutput } from '../../../src/sources/jsonl/append-file.ts';
import { lineNumberIn } from '../../../src/sources/jsonl/failed-line.ts';
import { counted } from '../../../src/sources/jsonl/input/counted.ts';
import type { FileInput } from '../../../src/sources/jsonl/input/file-input.ts';
import type { LineForm } from '../../../src/sources/jsonl/line-form.ts';
import type { OpenedPlace, OutputPlace } from '../../../src/sources/jsonl/output-place.ts';
import {
  type TransformCounts,
  type TransformFile,
  TransformJob,
  type TransformJobOptions,
} from '../../../src/sources/jsonl/transform-job.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** Two files in memory, of which a write can fail in the middle, as when the process is killed or the disk is full. */
export class MemoryDisk implements OutputPlace {
  results = '';
  errors = '';
  /** How many bytes it still takes; what is beyond is torn off, and the write fails. */
  room = Number.POSITIVE_INFINITY;
  /** Outputs that are open. */
  openOutputs = 0;
  mostOpen = 0;
  completed = 0;

  check(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  open(): Promise<OpenedPlace> {
    this.results = wholeLines(this.results);
    this.errors = wholeLines(this.errors);
    const failed = new Set(this.errorLines().map((line) => lineNumberIn(Buffer.from(line)) ?? -1));
    const outputLines = this.results.split('\n').length - 1;
    const complete = async (): Promise<boolean> => {
      this.completed += 1;
      return true;
    };
    return Promise.resolve({
      results: this.#output((text) => (this.results += text)),
      errors: this.#output((text) => (this.errors += text)),
      leavings: { outputLines, failed },
      complete,
    });
  }

  errorLines(): readonly string[] {
    return this.errors.split('\n').slice(0, -1);
  }

  #output(add: (text: string) => void): LineOutput {
    this.openOutputs += 1;
    this.mostOpen = Math.max(this.mostOpen, this.openOutputs);
    return {
      append: async (bytes) => {
        const some = Math.min(bytes.length, this.room);
        this.room -= some;
        add(bytes.subarray(0, some).toString('latin1'));
        if (some < bytes.length) throw new DiskFull();
      },
      close: async () => void (this.openOutputs -= 1),
    };
  }
}

export class DiskFull extends Error {}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

export type Says = (body: string, attempt: number) => ErrorCode | TidegateError | undefined;

/**
 * An endpoint that echoes what it is asked after some time, unless `says` names an error. What begins with "held" is answered by `letGo`.
 */
export class FakeEndpoint implements EndpointPort {
  readonly name = 'm';
  readonly arrivals = { take: () => undefined, giveBack: () => {} };
  /** Bodies, in the order in which they were asked, again for each time. */
  readonly asked: string[] = [];
  /** What is asked and neither answered nor cancelled. */
  readonly underWay = new Set<() => void>();
  readonly #clock: VirtualClock;
  readonly #says: Says;
  readonly #held = new Map<string, () => void>();

  constructor(clock: VirtualClock, says: Says = () => undefined) {
    this.#clock = clock;
    this.#says = says;
  }

  credit(bytes: number, _signal: AbortSignal): ReturnType<EndpointPort['credit']> {
    return Promise.resolve({ bytes, counted: () => {}, release: () => {} });
  }

  submit({ body }: InferenceRequest, settle: Settle): Submitted {
    const text = body.toString('latin1');
    this.asked.push(text);
    const attempt = this.asked.filter((each) => each === text).length;
    const said = this.#says(text, attempt);
    const answer = (): void => {
      cancel();
      settle(said === undefined ? answered(body) : { kind: 'failed', error: errorOf(said), story: STORY });
    };
    const stay = text.startsWith('held') ? () => {} : this.#clock.at(this.#clock.now() + 1 + 50 * this.#clock.random(), answer);
    this.#held.set(text, answer);
    const cancel = (): void => {
      stay();
      this.underWay.delete(cancel);
    };
    this.underWay.add(cancel);
    return { cancel };
  }

  letGo(body: string): void {
    this.#held.get(body)?.();
  }
}

function errorOf(said: ErrorCode | TidegateError): TidegateError {
  if (said instanceof TidegateError) return said;
  const ofModel = said === 'MODEL_REFUSED' || said === 'MODEL_FAILED';
  return new TidegateError(said, `because of ${said}`, ofModel ? { original: { statusCode: 400, message: '' } } : {});
}

const STORY = { queueMs: 0, heldMs: 0, upstreamMs: 0, batchSize: 1, reason: undefined, calls: 1, trouble: undefined };

function answered(body: Buffer): InferenceOutcome {
  return { kind: 'answered', reply: { status: 200, headers: {}, body }, story: STORY };
}

/** Lines go as they are, answers are lines as they come; "bad" ones cannot be read, nor answers to "odd" ones. */
export function plainForm(preamble: Buffer = Buffer.alloc(0)): LineForm {
  return {
    askedOf: (line) =>
      line.toString().startsWith('bad') ? { unreadable: 'It is bad.' } : { headers: {}, body: Buffer.concat([preamble, line]) },
    outputOf: (line, { body }) => (line.toString().startsWith('odd') ? { unreadable: 'The answer is odd.' } : body),
  };
}

export const OPTIONS: TransformJobOptions = {
  splitType: 'Line',
  assembleWith: 'Line',
  header: 'none',
  placeholder: undefined,
  maxLineBytes: 1000,
  maximumRetryAttempts: 3,
  windowBytes: 1e6,
  giveUpAfterMs: 60_000,
  stopGraceMs: 30_000,
};

/** An input in memory, in pieces of so many bytes. */
export function inputOf(text: string | Buffer, pieceBytes = 7): FileInput {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
  }
  return { name: 'memory', bytes: bytes.length, version: '1', open: () => counted(pieces()) };
}

/** How a job ended, at what virtual time. */
export interface Ended {
  readonly result: unknown;
  readonly at: number;
  readonly counts: TransformCounts;
}

export interface Stage {
  readonly clock: VirtualClock;
  readonly endpoint: FakeEndpoint;
  readonly job: TransformJob;
  readonly stop: AbortController;
  /** Resolves when the job has, which the clock is advanced for: true, false, or what it threw. */
  readonly run: (files: readonly TransformFile[]) => Promise<Ended>;
}

export function stageOf(options: Partial<TransformJobOptions> = {}, says?: Says, seed = 1): Stage {
  const clock = new VirtualClock(0, seed);
  const endpoint = new FakeEndpoint(clock, says);
  const job = new TransformJob({ ...OPTIONS, ...options }, { clock, endpoint, formOf: plainForm });
  const stop = new AbortController();
  const run = async (files: readonly TransformFile[]): Promise<Ended> => {
    let end: Ended | undefined;
    const ending = (result: unknown): void => {
      end = { result, at: clock.now(), counts: job.counts };
    };
    void job.run(files, stop.signal).then(ending, ending);
    for (let turns = 0; end === undefined && turns < 20_000; turns += 1) await clock.advance(turns < 200 ? 10 : 100);
    if (end === undefined) throw new Error('The job does not end.');
    return end;
  };
  return { clock, endpoint, job, stop, run };
}

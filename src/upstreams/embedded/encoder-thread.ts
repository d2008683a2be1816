import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CallSignal } from '../../kernel/call-abort.ts';
import { UpstreamFailure } from '../port.ts';
import type { EncodedTexts } from './encoder.ts';
import { type EncoderWorkerCall, type EncoderWorkerData, type EncoderWorkerReply, encoderWorkerUrl } from './encoder-worker.ts';
import { RunGate } from './run-gate.ts';
import { threadExecArgv } from './thread-options.ts';

interface Job {
  readonly texts: readonly string[];
  readonly done: Promise<EncodedTexts>;
  readonly resolve: (encoded: EncodedTexts) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * An encoder in a thread of its own, because the runtime's `run` computes in the thread that calls it, its promise
 * notwithstanding. Calls are taken one by one in order, so that one given up while it waits costs nothing.
 */
export class EncoderThread {
  readonly #worker: Worker;
  readonly #gate: RunGate;
  readonly #exited: Promise<void>;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #failure: UpstreamFailure | undefined;

  private constructor(worker: Worker, gate: RunGate) {
    this.#worker = worker;
    this.#gate = gate;
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (reply: EncoderWorkerReply) => this.#settle(reply));
    worker.on('error', (error) => this.#fail(new UpstreamFailure('broken', 'The embedded model broke down.', error)));
    worker.on('exit', () => this.#fail(new UpstreamFailure('unreachable', 'The embedded model has stopped.')));
  }

  /** Resolves once the model is loaded. Rejects with what prevented that. */
  static async start(weightsFolder: string): Promise<EncoderThread> {
    const gate = new RunGate();
    const workerData: EncoderWorkerData = { encoderFolder: weightsFolder, gateMemory: gate.memory };
    const worker = new Worker(encoderWorkerUrl, { workerData, execArgv: threadExecArgv(encoderWorkerUrl), name: 'encoder' });
    const leaveGate = () => {
      gate.shut();
      gate.waitUntilIdle();
    };
    process.once('exit', leaveGate);
    worker.once('exit', () => process.off('exit', leaveGate));
    await once(worker, 'message');
    return new EncoderThread(worker, gate);
  }

  /** @throws {UpstreamFailure} when the model broke down or was closed; the signal's reason when aborted. */
  async encode(texts: readonly string[], signal: CallSignal): Promise<EncodedTexts> {
    signal.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    const job = newJob(texts);
    const giveUp = () => this.#giveUp(job, signal.reason);
    signal.addEventListener('abort', giveUp);
    this.#waiting.push(job);
    this.#startNext();
    try {
      return await job.done;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Ends the thread as soon as the model can stop; calls under way fail at once. */
  async close(): Promise<void> {
    this.#fail(new UpstreamFailure('unreachable', 'The embedded model was closed.'));
    this.#gate.shut();
    this.#send('close');
    await this.#exited;
  }

  #send(call: EncoderWorkerCall): void {
    this.#worker.postMessage(call);
  }

  #startNext(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current !== undefined) this.#send(this.#current.texts);
  }

  #settle(reply: EncoderWorkerReply): void {
    if (reply === 'ready') return;
    if ('encoded' in reply) this.#current?.resolve(reply.encoded);
    else this.#current?.reject(new UpstreamFailure('broken', `The embedded model failed: ${reply.error}`));
    this.#current = undefined;
    this.#startNext();
  }

  /** A call that the model is busy with runs to its end, unheard. */
  #giveUp(job: Job, reason: unknown): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    job.reject(reason);
  }

  #fail(failure: UpstreamFailure): void {
    this.#failure ??= failure;
    this.#current?.reject(this.#failure);
    for (const job of this.#waiting.splice(0)) job.reject(this.#failure);
  }
}

function newJob(texts: readonly string[]): Job {
  let resolve!: Job['resolve'];
  let reject!: Job['reject'];
  const done = new Promise<EncodedTexts>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { texts, done, resolve, reject };
}

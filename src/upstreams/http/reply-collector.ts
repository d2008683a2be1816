import type { Dispatcher } from 'undici';
import type { CallSignal } from '../../kernel/call-abort.ts';
import { UpstreamFailure, type UpstreamReply } from '../port.ts';
import { asUpstreamFailure, type Progress } from './failure.ts';
import { type ReceivedHeaders, replyHeaders } from './reply-headers.ts';

/** Statuses below it announce an answer. */
const FINAL = 200;

/** Where the collector puts the end of its call; only the first of them counts. */
export interface Settle {
  resolve(reply: UpstreamReply): void;
  reject(reason: unknown): void;
}

/**
 * Follows one call on undici's dispatch interface, which spares the stream that `request()` makes of each body.
 *
 *     waiting -> sent -> answered -> settled
 *
 * waiting: for a connection; an abort settles at once and takes the request back before its first byte. sent: bytes may have
 * reached the model, so a failure from here on is `broken`, not `unreachable`; an abort ends the connection, which is how the
 * model learns that nobody waits. answered: a failure is `unreadable`. A reply that grows too large ends the connection too.
 */
export class ReplyCollector implements Dispatcher.DispatchHandler {
  readonly #settle: Settle;
  readonly #signal: CallSignal;
  readonly #maxReplyBytes: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: ReceivedHeaders = {};

  constructor(settle: Settle, signal: CallSignal, maxReplyBytes: number) {
    this.#settle = settle;
    this.#signal = signal;
    this.#maxReplyBytes = maxReplyBytes;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#signal.aborted) controller.abort(asError(this.#signal.reason));
    else this.#controller = controller;
  }

  /** Called for interim (1xx) answers too; the final one comes last and counts. */
  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ReceivedHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#maxReplyBytes) this.#giveUp(controller);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#stopListening();
    this.#settle.resolve({ status: this.#status, headers: replyHeaders(this.#headers), body: this.#body() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#stopListening();
    this.#settle.reject(asUpstreamFailure(error, this.#progress));
  }

  get #progress(): Progress {
    if (this.#controller === undefined) return 'waiting';
    return this.#status < FINAL ? 'sent' : 'answered';
  }

  readonly #onAbort = (): void => {
    this.#settle.reject(this.#signal.reason);
    this.#controller?.abort(asError(this.#signal.reason));
  };

  #giveUp(controller: Dispatcher.DispatchController): void {
    const failure = new UpstreamFailure('tooLarge', `the reply is larger than ${this.#maxReplyBytes} bytes`);
    this.#settle.reject(failure);
    controller.abort(failure);
  }

  #stopListening(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  /** A reply that came in one piece is not copied. */
  #body(): Buffer {
    const [only] = this.#chunks;
    return only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
  }
}

/** undici wants an Error; a signal's reason may be anything. */
function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

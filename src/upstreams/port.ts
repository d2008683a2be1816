import type { CallSignal } from '../kernel/call-abort.ts';
import type { Headers } from '../kernel/headers.ts';

/** One call to a model. */
export interface UpstreamCall {
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Items in the body, at least 1. */
  readonly itemCount: number;
  /** Their cost, in the codec's unit. */
  readonly cost: number;
}

/** What a model answered, success or not. */
export interface UpstreamReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A model endpoint. */
export interface Upstream {
  /** Lower-case names of the caller's headers that are sent on, content-type and accept apart; each joins the compatibility key. */
  readonly callerHeaders: readonly string[];
  /** Lower-case names of headers whose presence makes a request go alone. */
  readonly aloneHeaders: readonly string[];
  /**
   * Makes exactly one call. Resolves with whatever was answered, an error status included: an error that came in another form
   * (an SDK's exception) is put back into status, `x-amzn-errortype` header and JSON body.
   * @throws {UpstreamFailure} when there is no answer; the signal's reason when aborted.
   */
  invoke(call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply>;
  /** Ends connections and threads; calls under way may fail. */
  close(): Promise<void>;
}

/**
 * `unreachable`: no connection was made, so the model saw nothing. `broken`: the connection broke after the request left, before an
 * answer began. `unreadable`: an answer began, and is no HTTP or broke off. `tooLarge`: the reply was larger than accepted, and was
 * not read to its end.
 */
export type FailureKind = 'unreachable' | 'broken' | 'unreadable' | 'tooLarge';

/** The call ended without an answer. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

import type { Batch, CallEnding, CallReport, Item, ItemOutcome, Perform } from '../batching/port.ts';
import type { Codec, CodecItem, Message } from '../codecs/port.ts';
import type { CallAbort } from '../kernel/call-abort.ts';
import type { Clock } from '../kernel/clock.ts';
import { TidegateError } from '../kernel/errors.ts';
import type { Headers } from '../kernel/headers.ts';
import { type Upstream, UpstreamFailure, type UpstreamReply } from '../upstreams/port.ts';
import { classify } from './classify.ts';
import type { CallTrace } from './events.ts';
import { passOnHop } from './hop.ts';
import { mismatchError } from './mismatch-error.ts';
import type { Answer, Payload, Prepared } from './prepared.ts';
import { retryAfterMs } from './retry-after.ts';
import { type Dialect, type Said, whatWasSaid } from './said.ts';

export interface PerformOptions {
  readonly codec: Codec;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly dialect: Dialect;
  /** Names this gateway in the hop header. */
  readonly hopId: string;
}

/** A `Perform` that tells what comes of its call, where somebody traces it. */
export type OneCall = (...call: [...Parameters<Perform<Payload, Answer>>, trace?: CallTrace]) => Promise<CallReport<Answer>>;

/**
 * The one call for a batch: join, invoke, split. A batch that is one whole request goes as its caller wrote it, and its reply
 * is handed on as it came; everything else is joined, and a reply that is not one result for each item is never handed out.
 */
export function createPerform(options: PerformOptions): OneCall {
  return async (batch, abort, trace) => {
    const whole = wholeRequest(batch.items);
    const items = whole === undefined ? batch.items.map(codecItem) : [];
    const message = whole?.message ?? options.codec.join(items);
    const reply = await invoke(options, message, { batch, abort, trace });
    if ('report' in reply) return reply.report;
    trace?.answered(reply.status);
    const said = whatWasSaid(reply, options.dialect);
    if (said !== undefined) return failedCall(batch, said, retryAfterMs(reply.headers, options.clock.wallNow()));
    const answer = { status: reply.status, headers: reply.headers, body: bufferOf(reply.body) };
    if (whole !== undefined) return { call: 'ok', outcomes: batch.items.map(() => done({ kind: 'whole', reply: answer })) };
    const results = isPlain(answer.headers) ? options.codec.split(answer, items) : { mismatch: 'it is compressed' };
    if ('mismatch' in results) return failedReport(batch, 'mismatch', mismatchError(results.mismatch));
    return { call: 'ok', outcomes: results.map((result) => done({ kind: 'share', result })) };
  };
}

/** The request that the batch consists of, when it is exactly one; a request's items are neighbours in a batch. */
function wholeRequest(items: readonly Item<Payload>[]): Prepared | undefined {
  const first = items[0]?.payload.prepared;
  const last = items.at(-1)?.payload.prepared;
  if (first === undefined || first !== last) return undefined;
  return items.length === Math.max(1, first.items.length) ? first : undefined;
}

function codecItem({ payload }: Item<Payload>): CodecItem {
  const item = payload.prepared.items[payload.index];
  if (item === undefined) throw new TidegateError('INTERNAL_FAILURE', 'A request that goes alone was joined.');
  return item;
}

interface Invocation {
  readonly batch: Batch<Payload>;
  readonly abort: CallAbort;
  readonly trace: CallTrace | undefined;
}

/** Calls the upstream inside the time allowed. */
async function invoke(
  { upstream, clock, timeoutMs, hopId }: PerformOptions,
  message: Message,
  { batch, abort, trace }: Invocation,
): Promise<UpstreamReply | { report: CallReport<Answer> }> {
  let late = false;
  const cancelTimer = clock.at(clock.now() + timeoutMs, () => {
    late = true;
    abort.abort();
  });
  const headers = passOnHop(message.headers, hopId);
  const call = {
    headers: trace === undefined ? headers : { ...headers, ...trace.headers },
    body: message.body,
    itemCount: batch.items.length,
    cost: batch.cost,
  };
  try {
    return await upstream.invoke(call, abort);
  } catch (thrown) {
    if (late) return { report: failedCall(batch, { by: 'nobody', what: 'timeout', message: timeoutMessage(timeoutMs) }) };
    if (abort.aborted) return { report: failedReport(batch, 'aborted', new TidegateError('INTERNAL_FAILURE', 'Nobody waits.')) };
    if (!(thrown instanceof UpstreamFailure)) throw thrown;
    return { report: failedCall(batch, { by: 'nobody', what: thrown.kind, message: thrown.message, cause: thrown }) };
  } finally {
    cancelTimer();
  }
}

function done(result: Answer): ItemOutcome<Answer> {
  return { kind: 'done', result };
}

function failedCall(batch: Batch<Payload>, said: Said, askedMs?: number): CallReport<Answer> {
  const { call, error } = classify(said, askedMs);
  const report = failedReport(batch, call, error);
  return askedMs === undefined ? report : { ...report, retryAfterMs: askedMs };
}

function failedReport(batch: Batch<Payload>, call: CallEnding, error: TidegateError): CallReport<Answer> {
  return { call, outcomes: batch.items.map(() => ({ kind: 'failed', error })) };
}

function isPlain(headers: Headers): boolean {
  const encoding = headers['content-encoding'];
  return encoding === undefined || encoding === 'identity';
}

function timeoutMessage(timeoutMs: number): string {
  return `Your invocation timed out while waiting for a response from the model, after ${timeoutMs} ms.`;
}

function bufferOf(body: Uint8Array): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

import type { IncomingMessage } from 'node:http';
import type { Arrivals } from '../../endpoints/port.ts';
import { TidegateError } from '../../kernel/errors.ts';
import type { Arrival, Arriving } from './slow/arriving.ts';

/** A refused body is read to its end and thrown away up to so many times the limit, so that its sender sees the answer, not a reset. */
const DISCARD_LIMITS = 4;

export interface BodyLimits {
  readonly limitBytes: number;
  /** For all bodies of the server. */
  readonly budget: Arrivals;
  /** For those of the endpoint that it is for. */
  readonly queue?: Arrivals | undefined;
  readonly arriving: Arriving;
  /** Makes those give way that are too slow. @returns whether there is more room than before */
  readonly makeRoom: () => boolean;
  /** It is refused already: none of it is kept. */
  readonly refusal?: Error | undefined;
}

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * Reads a request's body as raw bytes, inside the limit for one and the room there is for all. Room for what it announces is taken
 * before its first byte is kept, so that what has begun to arrive is not refused half-way; for one that announces nothing it is taken
 * as it arrives.
 */
export function readBody(source: IncomingMessage, limits: BodyLimits, done: Done): void {
  const { limitBytes, arriving } = limits;
  const announced = Number(source.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let whole: Buffer | undefined;
  let length = 0;
  let held = 0;
  let { refusal } = limits;

  const holdUpTo = (bytes: number): void => {
    if (refusal !== undefined || bytes <= held) return;
    refusal = bytes > limitBytes ? tooLarge(limitBytes) : take(limits, bytes - held);
    if (refusal === undefined) held = bytes;
    else release();
  };
  const release = (): void => {
    giveBack(limits, held);
    held = 0;
    chunks.length = 0;
    whole = undefined;
  };
  const keep = (chunk: Buffer): void => {
    if (chunk.length >= announced) chunks.push(chunk);
    else chunk.copy((whole ??= Buffer.allocUnsafeSlow(announced)), length - chunk.length);
  };
  const finish = (error: Error | null, body?: Buffer): void => {
    arriving.end(arrival);
    source.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    release();
    done(error, body);
  };
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    holdUpTo(length);
    if (refusal === undefined) keep(chunk);
    else if (length > DISCARD_LIMITS * limitBytes) finish(refusal);
  };
  const onEnd = (): void => {
    if (refusal !== undefined) finish(refusal);
    else finish(null, whole ?? (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length)));
  };
  const onBroken = (): void => finish(new TidegateError('MALFORMED_REQUEST', 'The request broke off before its end.'));
  const arrival: Arrival = {
    since: arriving.now(),
    announced,
    received: () => length,
    cut: () =>
      finish(new TidegateError('CLIENT_TOO_SLOW', 'The request did not arrive fast enough while others waited for room.')),
  };
  holdUpTo(announced);
  if (refusal === undefined) arriving.begin(arrival);
  source.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
}

function tooLarge(limitBytes: number): TidegateError {
  return new TidegateError('BODY_TOO_LARGE', `The body is larger than the limit of ${limitBytes} bytes.`);
}

/** Takes room for so many bytes more; what is told when there is none. */
function take(limits: BodyLimits, bytes: number): Error | undefined {
  const full = tryToTake(limits, bytes);
  return full !== undefined && limits.makeRoom() ? tryToTake(limits, bytes) : full;
}

function tryToTake({ budget, queue }: BodyLimits, bytes: number): Error | undefined {
  const full = budget.take(bytes);
  if (full !== undefined) return full;
  const queueFull = queue?.take(bytes);
  if (queueFull !== undefined) budget.giveBack(bytes);
  return queueFull;
}

function giveBack({ budget, queue }: BodyLimits, bytes: number): void {
  budget.giveBack(bytes);
  queue?.giveBack(bytes);
}

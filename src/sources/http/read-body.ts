import type { IncomingMessage } from 'node:http';
import { TidegateError } from '../../kernel/errors.ts';
import type { BodyBudget } from './body-budget.ts';

/** A refused body is read to its end and thrown away up to so many times the limit, so that its sender sees the answer, not a reset. */
const DISCARD_LIMITS = 4;

export interface BodyLimits {
  readonly limitBytes: number;
  readonly budget: BodyBudget;
}

type Done = (error: Error | null, body?: Buffer) => void;

/** Reads a request's body as raw bytes, inside the limit for one and the budget for all. */
export function readBody(source: IncomingMessage, { limitBytes, budget }: BodyLimits, done: Done): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let held = 0;
  let refusal: TidegateError | undefined;

  const release = (): void => {
    budget.giveBack(held);
    held = 0;
    chunks.length = 0;
  };
  const finish = (error: Error | null, body?: Buffer): void => {
    source.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    release();
    done(error, body);
  };
  const refuse = (error: TidegateError): void => {
    refusal = error;
    release();
  };
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (refusal === undefined && length > limitBytes) refuse(tooLarge(limitBytes));
    else if (refusal === undefined && !budget.take(chunk.length)) refuse(noRoom());
    if (refusal === undefined) {
      held += chunk.length;
      chunks.push(chunk);
    } else if (length > DISCARD_LIMITS * limitBytes) finish(refusal);
  };
  const onEnd = (): void => {
    if (refusal !== undefined) finish(refusal);
    else finish(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length));
  };
  const onBroken = (): void => finish(new TidegateError('MALFORMED_REQUEST', 'The request broke off before its end.'));
  source.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
}

function tooLarge(limitBytes: number): TidegateError {
  return new TidegateError('BODY_TOO_LARGE', `The body is larger than the limit of ${limitBytes} bytes.`);
}

function noRoom(): TidegateError {
  return new TidegateError('BUFFER_FULL', 'Too many request bodies are arriving at once.', { retryAfterMs: 1000 });
}

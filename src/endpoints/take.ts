import { type Codec, type Extraction, type Reply, UnlikeReplies } from '../codecs/port.ts';
import { TidegateError } from '../kernel/errors.ts';
import type { CallHeaders } from './call-headers.ts';
import { mismatchError } from './mismatch-error.ts';
import type { InferenceRequest } from './port.ts';
import type { Answer, Prepared } from './prepared.ts';

/** What goes alone waits in one lane. */
const SOLE = { key: 'alone', maxCompany: 1, overheadBytes: 0 };
const BY_HEADERS: Extraction = { kind: 'alone', reason: 'its headers' };

/** A request as the model will see it, and with whom it may share a call. */
export interface TakenRequest {
  readonly prepared: Prepared;
  /** Requests with equal keys may share a call. */
  readonly key: string;
  readonly maxCompany: number;
  readonly overheadBytes: number;
  /** Why it goes by itself; undefined when it may share a call. */
  readonly aloneBecause: string | undefined;
}

/** Takes a caller's request apart. @throws {TidegateError} for one that is known to be refused */
export function takeRequest(
  codec: Codec,
  headers: CallHeaders,
  request: Pick<InferenceRequest, 'headers' | 'body' | 'trace'>,
): TakenRequest {
  const message = { headers: headers.forwarded(request.headers), body: request.body };
  const found = headers.goesAlone(request.headers) ? BY_HEADERS : codec.extract(message);
  if (found.kind === 'invalid') throw new TidegateError(found.code, found.message);
  const { trace } = request;
  if (found.kind === 'alone') return { prepared: { message, items: [], trace }, ...SOLE, aloneBecause: found.reason };
  const { items, maxCompany, overheadBytes, layoutHeaders } = found;
  const key = headers.key(message.headers, request.headers, found.key, layoutHeaders);
  return { prepared: { message, items, trace }, key, maxCompany, overheadBytes, aloneBecause: undefined };
}

/** What the caller of a request is answered, from the answers to its items. @throws {TidegateError} REPLY_MISMATCH */
export function assembleAnswers(codec: Codec, prepared: Prepared, answers: readonly Answer[]): Reply {
  const shares = [];
  for (const answer of answers) {
    if (answer.kind === 'whole') return answer.reply;
    shares.push(answer.result);
  }
  try {
    return codec.assemble(shares, prepared.items);
  } catch (thrown) {
    throw thrown instanceof UnlikeReplies ? mismatchError(thrown.message) : thrown;
  }
}

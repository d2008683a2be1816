import { errors } from 'undici';
import { type FailureKind, UpstreamFailure } from '../port.ts';

/** How far a call had come: a connection was there and bytes of the request may have left; an answer had begun. */
export type Progress = 'waiting' | 'sent' | 'answered';

/** What undici reports of a call without an answer, in the port's terms. */
export function asUpstreamFailure(error: Error, progress: Progress): UpstreamFailure {
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return new UpstreamFailure(kindOf(error, progress), `${error.message || 'no answer'}${code}`, error);
}

function kindOf(error: Error, progress: Progress): FailureKind {
  if (progress === 'waiting') return 'unreachable';
  if (progress === 'answered') return 'unreadable';
  // Without bytes that offend, the parser complains of an end that came too soon: a connection that broke.
  if (error instanceof errors.HTTPParserError) return 'data' in error && error.data === '' ? 'broken' : 'unreadable';
  return error instanceof errors.HeadersOverflowError ? 'unreadable' : 'broken';
}

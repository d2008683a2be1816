import { errors } from 'undici';
import { type FailureKind, UpstreamFailure } from '../port.ts';

/**
 * What undici reports of a call without an answer, in the port's terms.
 * @param call.sent whether a connection was there and bytes of the request may have left.
 */
export function asUpstreamFailure(error: Error, call: { readonly sent: boolean }): UpstreamFailure {
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return new UpstreamFailure(call.sent ? kindOf(error) : 'unreachable', `${error.message || 'no answer'}${code}`, error);
}

function kindOf(error: Error): FailureKind {
  // Without bytes that offend, the parser complains of an end that came too soon: a connection that broke.
  if (error instanceof errors.HTTPParserError) return 'data' in error && error.data === '' ? 'broken' : 'unreadable';
  return error instanceof errors.HeadersOverflowError ? 'unreadable' : 'broken';
}

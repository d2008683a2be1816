import { TidegateError } from '../kernel/errors.ts';

/** What a caller is told of a reply that is not the answer to its call. */
export function mismatchError(mismatch: string): TidegateError {
  const original = { statusCode: 200, message: mismatch };
  return new TidegateError('REPLY_MISMATCH', `The reply of the model is not the answer to its call: ${mismatch}.`, { original });
}

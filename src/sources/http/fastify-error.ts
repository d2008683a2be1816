import { type ErrorCode, TidegateError } from '../../kernel/errors.ts';

/** Fastify's own errors that a caller can cause, by its code. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'INVALID_CONTENT_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_REQUEST',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_BAD_URL: 'MALFORMED_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'MALFORMED_REQUEST',
  FST_ERR_ASYNC_CONSTRAINT: 'MALFORMED_REQUEST',
};

/** Anything that Fastify or a handler throws, as an error of the table. */
export function fromFastify(thrown: unknown): TidegateError {
  if (thrown instanceof TidegateError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? CODES[String(thrown.code)] : undefined;
  if (code !== undefined && thrown instanceof Error) return new TidegateError(code, thrown.message, { cause: thrown });
  if (isCallersDoing(thrown)) return new TidegateError(...byStatus(thrown.statusCode), { cause: thrown });
  return new TidegateError('INTERNAL_FAILURE', 'An internal failure occurred.', { cause: thrown });
}

/** What is thrown where files are served says by its status that it is the caller's doing; its words may name paths of this machine. */
function isCallersDoing(thrown: unknown): thrown is Error & { statusCode: number } {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return false;
  return typeof thrown.statusCode === 'number' && thrown.statusCode >= 400 && thrown.statusCode < 500;
}

function byStatus(status: number): [ErrorCode, string] {
  if (status === 403 || status === 404) return ['ROUTE_NOT_FOUND', 'There is nothing at this path.'];
  return ['MALFORMED_REQUEST', 'The request cannot be met as it is.'];
}

import type { CallEnding } from '../batching/port.ts';
import { TidegateError, type TidegateErrorOptions } from '../kernel/errors.ts';
import { ENDING_TABLE, type EndingRow } from './ending-table.ts';
import type { Said } from './said.ts';

/** How a call ended that was no success, and what its callers are told if that is final. */
export interface Ending {
  readonly call: CallEnding;
  readonly error: TidegateError;
}

/** Reads from what was said how the call ended, by the table. @param askedMs how long the endpoint asked to be left alone */
export function classify(said: Said, askedMs?: number): Ending {
  const row = ENDING_TABLE.find((each) => each.matches(said));
  if (row === undefined) throw new Error('The table of endings has a gap');
  const options = { ...optionsOf(said, row), ...(askedMs === undefined ? {} : { retryAfterMs: askedMs }) };
  return { call: row.call, error: new TidegateError(row.code, messageOf(said, row), options) };
}

/** A timeout is told in the words of SageMaker, whose callers may look for them. */
function messageOf(said: Said, { call }: EndingRow): string {
  if (call === 'throttled') return `The endpoint has no room: ${said.message}`;
  if (said.by !== 'nobody') return said.message;
  if (call === 'timeout') return `Received server error (0) from the model with message "${said.message}".`;
  return call === 'unreadable' || call === 'replyTooLarge'
    ? `The reply of the model could not be read: ${said.message}`
    : said.message;
}

function optionsOf(said: Said, row: EndingRow): TidegateErrorOptions {
  switch (said.by) {
    case 'nobody': {
      const original = row.code === 'UPSTREAM_UNREACHABLE' ? {} : { original: { statusCode: 0, message: said.message } };
      return { ...original, ...(said.cause === undefined ? {} : { cause: said.cause }) };
    }
    case 'model':
      return { original: said.original };
    case 'service':
      return row.passedOn ? { passedOn: { type: said.type, status: httpError(said.status) } } : {};
  }
}

/** A status that an error may be answered with. */
function httpError(status: number): number {
  return status >= 400 && status <= 599 ? status : 502;
}

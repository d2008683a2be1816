import type { CallerHeaders } from '../../endpoints/port.ts';
import { TidegateError } from '../../kernel/errors.ts';

/** A day: longer than any call, and far inside what a timer takes. */
const LONGEST_MS = 86_400_000;

/** What the caller asks of the gateway itself. */
export interface CallerWishes {
  readonly timeoutMs: number | undefined;
  readonly maxWaitMs: number | undefined;
  readonly priority: number | undefined;
}

/** @throws {TidegateError} INVALID_HEADER */
export function callerWishes(headers: CallerHeaders): CallerWishes {
  return {
    timeoutMs: milliseconds(headers, 'x-tidegate-timeout-ms', 1),
    maxWaitMs: milliseconds(headers, 'x-tidegate-max-wait-ms', 0),
    priority: level(headers),
  };
}

/** How many levels there are is for the endpoint to say. */
function level(headers: CallerHeaders): number | undefined {
  const value = headers['x-tidegate-priority'];
  if (value === undefined) return undefined;
  if (/^\d{1,6}$/.test(String(value))) return Number(value);
  throw new TidegateError('INVALID_HEADER', `Expected x-tidegate-priority to be a whole number from 0, got "${String(value)}".`);
}

function milliseconds(headers: CallerHeaders, name: string, least: number): number | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  const number = /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : Number.NaN;
  if (number >= least && number <= LONGEST_MS) return number;
  throw new TidegateError(
    'INVALID_HEADER',
    `Expected ${name} to be a number from ${least} to ${LONGEST_MS}, got "${String(value)}".`,
  );
}

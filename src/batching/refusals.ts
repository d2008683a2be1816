import { TidegateError, type TimeShort } from '../kernel/errors.ts';
import type { BreakerState } from './isolation/breaker.ts';
import type { CallEnding } from './port.ts';

/** What who waited for too long is told. */
export function deadlinePassed(trouble: CallEnding | undefined, breaker: BreakerState): TidegateError {
  const down = breaker === 'closed' ? '' : '; the endpoint is down';
  const why = trouble === undefined ? '' : `; the last call with it ended so: ${trouble}`;
  return new TidegateError('DEADLINE_PASSED', `The deadline passed while the request was waiting${down}${why}.`);
}

/** What who could not be answered in time is told. */
export function late(retryAfterMs: number, time: TimeShort): TidegateError {
  const needed = time.neededMs === undefined ? '' : `about ${Math.ceil(time.neededMs)} ms would be needed, and `;
  const message = `The answer would come after the deadline: ${needed}${Math.floor(time.haveMs)} ms are left.`;
  return new TidegateError('WOULD_MISS_DEADLINE', message, { retryAfterMs, time });
}

/** What is told while nothing more is taken in. */
export function draining(): TidegateError {
  return new TidegateError('DRAINING', 'The gateway is stopping.', { retryAfterMs: 1000 });
}

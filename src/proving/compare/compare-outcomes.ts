import type { DirectOutcome } from '../../endpoints/direct-calls.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import { tellError } from '../tell-error.ts';
import { type Comparison, compareBodies, type Difference } from './compare-bodies.ts';
import { NO_DISTANCE, type Tolerance } from './tolerance.ts';

/** What a caller is told alone and in a batch. Errors must be equal in code, status and every byte of the model's words. */
export function compareOutcomes(alone: DirectOutcome, batched: DirectOutcome, tolerance: Tolerance): Comparison {
  if (alone.kind === 'failed' && batched.kind === 'failed') return compareErrors(alone.error, batched.error);
  if (alone.kind === 'failed' || batched.kind === 'failed')
    return different({ what: 'error', place: 'the outcome', alone: tell(alone), batched: tell(batched) });
  const [a, b] = [alone.reply, batched.reply];
  const [typeOfA, typeOfB] = [a, b].map(({ headers }) => headers['content-type'] ?? 'none');
  if (a.status === b.status && typeOfA !== typeOfB)
    return different({ what: 'text', place: 'the content type', alone: String(typeOfA), batched: String(typeOfB) });
  if (a.status === b.status) return compareBodies(a, b, tolerance);
  return different({ what: 'status', place: 'the status', alone: String(a.status), batched: String(b.status) });
}

/** An outcome in one line. */
export function tell(outcome: DirectOutcome): string {
  return outcome.kind === 'answered' ? `answered ${outcome.reply.status}` : tellError(outcome.error);
}

function compareErrors(alone: TidegateError, batched: TidegateError): Comparison {
  const told = ({ code, type, status, message, original }: TidegateError): string =>
    JSON.stringify([code, type, status, message, original?.statusCode, original?.message]);
  if (told(alone) === told(batched)) return { kind: 'equal' };
  return different({ what: 'error', place: 'the error', alone: tellError(alone), batched: tellError(batched) });
}

function different(difference: Omit<Difference, 'distance'>): Comparison {
  return { kind: 'different', difference: { ...difference, distance: NO_DISTANCE } };
}

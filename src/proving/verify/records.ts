import type { DirectCalls, TakenRequest } from '../../endpoints/direct-calls.ts';
import { asTidegateError } from '../../kernel/errors.ts';
import type { Headers } from '../../kernel/headers.ts';
import type { Line } from '../lines.ts';

/** A line of the input, as a request. */
export interface VerifyRecord {
  /** Of its line, from 1. */
  readonly line: number;
  readonly taken: TakenRequest;
}

/** What a line turned out to be. */
export type ReadRecord = { readonly record: VerifyRecord } | { readonly invalid: string };

export function readRecord({ number, body }: Line, headers: Headers, calls: Pick<DirectCalls, 'take'>): ReadRecord {
  try {
    return { record: { line: number, taken: calls.take({ headers, body }) } };
  } catch (thrown) {
    const { code, message } = asTidegateError(thrown);
    if (code === 'INTERNAL_FAILURE') throw thrown;
    return { invalid: `${code}: ${message}` };
  }
}

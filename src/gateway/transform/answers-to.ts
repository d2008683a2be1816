import { reasonIn } from '../../sources/jsonl/failed-line.ts';
import { heldInput } from '../../sources/jsonl/input/held-input.ts';
import { MemoryPlace } from '../../sources/jsonl/memory-place.ts';
import { formFactory } from './record-form.ts';
import { type Asking, type RunListener, runJob } from './run-job.ts';

export interface AnswersRequest extends Asking {
  /** Of each request, beside its content type, such as the variant that is to answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answers {
  /** In the order of the records; undefined where there is none. */
  readonly answers: readonly (Buffer | undefined)[];
  /** Why the first of these has none. */
  readonly firstFailure: string | undefined;
}

/**
 * Asks an endpoint for records that are at hand: each a line, without its end, and none blank.
 * @returns undefined where it was stopped
 * @throws {TransformRefused} before anything is sent; {GaveUp} when nothing is answered any more
 */
export async function answersTo(
  lines: readonly Buffer[],
  request: AnswersRequest,
  told: RunListener,
  stop: AbortSignal,
): Promise<Answers | undefined> {
  const records = { ...request.records, splitType: 'Line', assembleWith: 'Line', onFailure: 'null', header: 'none' } as const;
  const formOf = formFactory(records, records.contentType ?? 'application/json', request.headers);
  const place = new MemoryPlace();
  const files = [{ input: heldInput(lines), place }];
  const { isComplete } = await runJob({ ...request, records, files, formOf }, told, stop);
  const failure = place.firstFailure();
  return isComplete ? { answers: place.answers(), firstFailure: failure && reasonIn(failure) } : undefined;
}

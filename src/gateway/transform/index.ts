import { PlaceTaken } from '../../sources/jsonl/output-place.ts';
import { GaveUp } from '../../sources/jsonl/patience.ts';
import { StoreError } from '../../sources/jsonl/s3/store-error.ts';
import { type Checked, checkPlaces, withDoneBefore } from './check-places.ts';
import { findInputs } from './inputs.ts';
import { type Objects, openObjects } from './objects.ts';
import type { PlacedFile } from './placed-file.ts';
import { placeOutputs } from './places.ts';
import { formFactory } from './record-form.ts';
import { TransformRefused, type TransformRequest } from './request.ts';
import { type Run, type RunProgress, runJob } from './run-job.ts';

export { GaveUp } from '../../sources/jsonl/patience.ts';
export { type Answers, type AnswersRequest, answersTo } from './answers-to.ts';
export { TransformRefused, type TransformRequest } from './request.ts';
export type { RunProgress } from './run-job.ts';

export interface TransformProgress extends RunProgress {
  /** Of all inputs; undefined where nobody knows. */
  readonly inputBytes: number | undefined;
}

export interface TransformReport extends TransformProgress {
  /** Whether all of the inputs is done. */
  readonly isComplete: boolean;
  /** Where failures are told of. */
  readonly errors: readonly string[];
}

export interface TransformSurroundings {
  /** Called a few times a second. */
  progress(progress: TransformProgress): void;
  /** Something is at fault in the gateway itself. */
  fault(thrown: unknown): void;
}

/**
 * Sends files through an endpoint of its own, called as `serve` would call it.
 * @throws {TransformRefused} before anything is sent; {GaveUp} when nothing is answered any more; and what reading and writing throw.
 * What was written by then is gone on with by the next run.
 */
export async function transform(
  request: TransformRequest,
  told: TransformSurroundings,
  stop: AbortSignal,
): Promise<TransformReport> {
  const { inputs, output, errors = '' } = request;
  const objects = await refusing(stop, openObjects([...inputs, output, errors], stop));
  try {
    return await send(request, await refusing(stop, prepare(request, objects)), told, stop);
  } catch (thrown) {
    throw asRefusal(thrown);
  } finally {
    objects?.close();
  }
}

interface Prepared {
  /** All inputs, those among them that are done already. */
  readonly placed: readonly PlacedFile[];
  readonly checked: Checked;
  readonly formOf: Run['formOf'];
}

/** All that can be found out before anything is sent. @throws {TransformRefused}, {PlaceTaken}, {StoreError} */
async function prepare(request: TransformRequest, objects: Objects | undefined): Promise<Prepared> {
  const found = await findInputs(request.inputs, request.output, objects);
  const contentType = request.records.contentType ?? contentTypeOf(found.inputs.map(({ name }) => name));
  const records = { ...request.records, contentType };
  const formOf = formFactory(records, contentType);
  const placed = await placeOutputs({ ...request, records }, found, objects);
  return { placed, checked: await checkPlaces(placed), formOf };
}

async function send(
  request: TransformRequest,
  { placed, checked, formOf }: Prepared,
  told: TransformSurroundings,
  stop: AbortSignal,
): Promise<TransformReport> {
  const inputBytes = sumOf(placed.map(({ input }) => input.bytes));
  const ofAll = (progress: RunProgress): TransformProgress => ({ ...progress, ...withDoneBefore(progress, checked), inputBytes });
  const listener = {
    progress: (progress: RunProgress) => told.progress(ofAll(progress)),
    fault: (thrown: unknown) => told.fault(thrown),
  };
  const { isComplete, ...progress } = await runJob({ ...request, files: checked.open, formOf }, listener, stop);
  return { ...ofAll(progress), isComplete, errors: placed.map(({ errors }) => errors) };
}

/** What keeps a job from beginning is told in one line. */
async function refusing<T>(stop: AbortSignal, preparing: Promise<T>): Promise<T> {
  try {
    return await preparing;
  } catch (thrown) {
    if (stop.aborted && thrown === stop.reason) throw new GaveUp('it was stopped before anything was sent');
    throw thrown instanceof StoreError ? new TransformRefused(thrown.message, { cause: thrown }) : thrown;
  }
}

/** An output that turns out to be of something else is only seen once it is read. */
function asRefusal(thrown: unknown): unknown {
  return thrown instanceof PlaceTaken ? new TransformRefused(thrown.message, { cause: thrown }) : thrown;
}

/** @throws {TransformRefused} where they are not all of one kind */
function contentTypeOf(names: readonly string[]): string {
  const csv = names.filter((name) => /\.csv(\.gz)?$/i.test(name)).length;
  if (csv > 0 && csv < names.length)
    throw new TransformRefused(
      '--input: expected files of one kind, found CSV and others; --content-type says what all of them are',
    );
  return csv > 0 ? 'text/csv' : 'application/json';
}

function sumOf(sizes: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const size of sizes) {
    if (size === undefined) return undefined;
    sum += size;
  }
  return sum;
}
